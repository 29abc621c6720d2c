import type { Database } from "@tiffin/db/client";
import {
  countRefusal,
  deleteSubscriptionById,
  postponeDelivery,
  settleDelivery,
  takeDueDeliveries,
  type DueDelivery,
} from "@tiffin/db/queries/push";
import type { PushMessage } from "@tiffin/domain/wire/push";
import type { PushSender, Sent } from "./sender.ts";

export interface DeliveryServices {
  readonly db: Database;
  readonly send: PushSender;
  readonly onOutcome?: ((outcome: Sent["is"] | "expired", kind: string, lagMs: number) => void) | undefined;
}

/**
 * From so many under way at one push service on, nothing more is taken for it: a service that does not answer keeps what is
 * its own waiting, and leaves the others theirs.
 */
const MANY_AT_A_SERVICE = 40;
/** As many are taken at once, so a service has less than twice as many under way. */
const TAKEN_AT_ONCE = 40;
/** Longer than a sender waits for an answer, so that nobody takes what is still under way. */
const LEASE_MS = 30_000;
const FIRST_WAIT_MS = 2_000;
/** A minute, because later steps of the order wait behind it. */
const LONGEST_WAIT_MS = 60_000;
/** A device that refuses so often in a row was subscribed with another key. */
const MAX_REFUSALS = 5;

export interface Handover {
  /** Begins to send what is due, and waits for no answer. Returns how many were begun. */
  begin(): Promise<number>;
  /** Resolves once nothing is under way. */
  finish(): Promise<void>;
}

/** Hands over what is due. `onAnswered` is called whenever one is done with, since others may have waited for it. */
export function createHandover(
  services: DeliveryServices,
  now: () => Date,
  onAnswered: () => void,
  onError: (error: unknown) => void,
): Handover {
  const underWay = new Map<string, Set<Promise<void>>>();
  const begin = (due: DueDelivery) => {
    const atService = underWay.get(due.host) ?? new Set();
    underWay.set(due.host, atService);
    const answered: Promise<void> = deliver(services, due, now)
      .catch(onError)
      .finally(() => {
        atService.delete(answered);
        if (atService.size === 0) underWay.delete(due.host);
        onAnswered();
      });
    atService.add(answered);
  };
  return {
    async begin() {
      const exceptHosts = [...underWay].flatMap(([host, { size }]) => (size < MANY_AT_A_SERVICE ? [] : host));
      const due = await takeDueDeliveries(services.db, now(), {
        limit: TAKEN_AT_ONCE,
        leaseMs: LEASE_MS,
        exceptHosts,
      });
      due.forEach(begin);
      return due.length;
    },
    async finish() {
      await Promise.all([...underWay.values()].flatMap((atService) => [...atService]));
    },
  };
}

async function deliver({ db, send, onOutcome }: DeliveryServices, due: DueDelivery, now: () => Date): Promise<void> {
  const startedAt = now();
  const lastsMs = due.expiresAt.getTime() - startedAt.getTime();
  const ttlSeconds = Math.floor(lastsMs / 1_000);
  const tell = (outcome: Sent["is"] | "expired") =>
    onOutcome?.(outcome, due.message.kind, now().getTime() - due.createdAt.getTime());
  if (ttlSeconds < 1) {
    await settleDelivery(db, due, "expired", startedAt);
    tell("expired");
    return;
  }
  const { topic, urgency } = due;
  const message = { ...due.message, ...(due.message.expiresAt === undefined ? {} : { lastsMs }) } satisfies PushMessage;
  const sent = await send(due.subscription, JSON.stringify(message), { ttlSeconds, urgency, topic });
  switch (sent.is) {
    case "sent":
      await settleDelivery(db, due, "sent", now());
      break;
    case "gone":
      await deleteSubscriptionById(db, due.subscriptionId);
      break;
    case "refused":
      await settleDelivery(db, due, "refused", now());
      if (sent.byKey) await countRefusal(db, due.subscriptionId, MAX_REFUSALS);
      break;
    case "later": {
      const wait = sent.afterMs ?? Math.min(FIRST_WAIT_MS * 2 ** (due.attempts - 1), LONGEST_WAIT_MS);
      await postponeDelivery(db, due.id, new Date(now().getTime() + wait));
      break;
    }
    default:
      return sent satisfies never;
  }
  tell(sent.is);
}
