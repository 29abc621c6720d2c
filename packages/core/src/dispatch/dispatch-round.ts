import { and, eq, sql } from "drizzle-orm";
import { isPendingOffer } from "@tiffin/db/queries/dispatch-conditions";
import { builtOnce } from "@tiffin/db/built-once";
import type { Database } from "@tiffin/db/client";
import { offers } from "@tiffin/db/schema/dispatch";
import { orders } from "@tiffin/db/schema/orders";
import { isDomainError } from "@tiffin/domain/errors";
import { transitionOrder } from "../lifecycle/index.ts";
import { DISPATCH_ALIVE_SECONDS, dispatchAliveKey, LONGEST_WAIT_SECONDS } from "./keys.ts";
import { matchCity, type MatchResult } from "./match-city.ts";
import { searchSpan, secondsToGiveUp } from "./search-span.ts";
import type { DispatchServices, DispatchSettings, MatchServices } from "./services.ts";

export type RoundResult =
  /** Somebody carries it, or it is over: dispatch has nothing to do. */
  | { readonly kind: "done"; readonly status: string }
  /** A rider is being asked: wait for the answer, at most until then. */
  | { readonly kind: "offered"; readonly waitSeconds: number }
  /** Nobody to ask, or not yet: the city is matched again and again. Wait for an answer all the same, at most so long. */
  | { readonly kind: "nobody"; readonly waitSeconds: number };

/**
 * One turn of an order's dispatch. The rows decide: whatever events were lost or came twice, this reads how things
 * stand, plans the city, and says what to wait for. Gives up when it is time.
 *
 * @param match a matching round of the city; many turns may share one
 */
export async function dispatchRound(
  services: MatchServices,
  orderId: string,
  settings: DispatchSettings,
  now: Date,
  match: (cityId: string) => Promise<MatchResult> = (cityId) => matchCity(services, cityId, settings, now),
): Promise<RoundResult> {
  const { db, redis } = services;
  const order = await readWaiting(db, orderId);
  if (order?.status !== "CONFIRMED") return { kind: "done", status: order?.status ?? "UNKNOWN" };
  await redis.set(dispatchAliveKey(orderId), "1", "EX", DISPATCH_ALIVE_SECONDS);

  // An expired offer has to be cleared away by a round.
  if (order.openUntil !== null && order.openUntil >= now) return untilAnswer(order.openUntil, now);
  // However many there still are to ask: from here on no round asks anybody about it.
  const left = secondsToGiveUp(order, settings, now);
  if (left <= 0) {
    const status = await giveUp(services, orderId, now);
    return status === null ? { kind: "nobody", waitSeconds: 1 } : { kind: "done", status };
  }
  const { offers: made } = await match(order.cityId);
  const mine = made.find((offer) => offer.orderId === orderId);
  if (mine !== undefined) return untilAnswer(mine.expiresAt, now);

  return { kind: "nobody", waitSeconds: untilNextEnd(left) };
}

/** Whether the order's search is over: somebody carries it, or it was cancelled. */
export async function isTaken({ db }: Pick<DispatchServices, "db">, orderId: string): Promise<boolean> {
  const order = await readWaiting(db, orderId);
  return order?.status !== "CONFIRMED";
}

/** How long a new search is left to itself. */
export const firstWaitSeconds = (settings: DispatchSettings) => untilNextEnd(settings.giveUpAfterSeconds);

/** The city is matched again and again for all its orders; the order's own turn comes when its patience ends. */
const untilNextEnd = (left: number) => Math.ceil(Math.min(LONGEST_WAIT_SECONDS, left));

const untilAnswer = (expiresAt: Date, now: Date): RoundResult => ({
  kind: "offered",
  waitSeconds: Math.max(1, Math.ceil((expiresAt.getTime() - now.getTime()) / 1_000)) + 1,
});

/** How an order's search for a rider stands: since when, and until when somebody is being asked. */
async function readWaiting(db: Database, orderId: string) {
  const [row] = await waitingById(db).execute({ orderId });
  return row;
}

const waitingById = builtOnce((db) =>
  db
    .select({
      status: orders.status,
      cityId: orders.cityId,
      ...searchSpan,
      openUntil: offers.expiresAt,
    })
    .from(orders)
    .leftJoin(offers, and(eq(offers.orderId, orders.id), isPendingOffer))
    .where(eq(orders.id, sql.placeholder("orderId")))
    .prepare("waiting_order"),
);

async function giveUp({ db }: Pick<DispatchServices, "db">, orderId: string, now: Date): Promise<string | null> {
  try {
    const row = await transitionOrder(db, {
      orderId,
      command: { type: "cancel", reason: "no_rider" },
      actor: { type: "system", id: null },
      now,
    });
    return row.status;
  } catch (error) {
    // Somebody took it, or cancelled it, at the last moment: the next turn sees how it stands.
    if (isDomainError(error) && error.code === "ORDER_NOT_CANCELLABLE") return null;
    throw error;
  }
}
