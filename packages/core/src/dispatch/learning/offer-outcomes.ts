import { and, asc, eq, gte, inArray } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "@tiffin/db/client";
import { offers, rides } from "@tiffin/db/schema/dispatch";
import type { PairFeatures } from "@tiffin/domain/dispatch/scorer";

/** An offer that was answered, or was not: what was known before, and what came of it. */
export interface OfferOutcome {
  readonly features: PairFeatures;
  readonly isAccepted: boolean;
  /** From saying yes to standing at the counter; null where nobody did, or other stops came before. */
  readonly pickupSeconds: number | null;
}

/** What the planner logs of a question, read back; other policies know less and are left out. */
const loggedSchema = z.object({
  policy: z.literal("planner"),
  isAddOn: z.boolean(),
  rideSeconds: z.number(),
  doorSeconds: z.number(),
  carrySeconds: z.number(),
  orders: z.number(),
  vehicle: z.enum(["bicycle", "ebike", "scooter", "motorbike", "car"]).nullable(),
  offersMade: z.number(),
  offersAccepted: z.number(),
  askedBefore: z.number(),
  idleSeconds: z.number().nullable(),
  readyInSeconds: z.number(),
});

/** What an answer was; one that was taken back says nothing about the rider. */
const ANSWERED = { ACCEPTED: true, RELEASED: true, DECLINED: false, EXPIRED: false } as const;
/** Later than that something else happened on the way. */
const LONGEST_PICKUP_SECONDS = 2 * 3_600;

/** The questions that riders were asked since a moment, oldest first; each once, however many orders it was about. */
export async function offerOutcomes(db: Database, since: Date): Promise<OfferOutcome[]> {
  const statuses = Object.keys(ANSWERED) as (keyof typeof ANSWERED)[];
  const rows = await db
    .select({
      features: offers.features,
      status: offers.status,
      settledAt: offers.settledAt,
      riderId: offers.riderId,
      carriedBy: rides.riderId,
      arrivedAt: rides.arrivedAtRestaurantAt,
    })
    .from(offers)
    .innerJoin(rides, eq(rides.id, offers.rideId))
    .where(and(eq(offers.position, 0), gte(offers.createdAt, since), inArray(offers.status, statuses)))
    .orderBy(asc(offers.createdAt), asc(offers.id));
  return rows.flatMap((row) => {
    const logged = loggedSchema.safeParse(row.features);
    if (!logged.success) return [];
    const { policy: _, isAddOn, ...features } = logged.data;
    const isAccepted = ANSWERED[row.status as keyof typeof ANSWERED];
    const isStraight = isAccepted && !isAddOn && row.carriedBy === row.riderId;
    const took =
      isStraight && row.arrivedAt !== null && row.settledAt !== null
        ? (row.arrivedAt.getTime() - row.settledAt.getTime()) / 1_000
        : null;
    const pickupSeconds = took !== null && took >= 0 && took <= LONGEST_PICKUP_SECONDS ? took : null;
    return [{ features, isAccepted, pickupSeconds }];
  });
}
