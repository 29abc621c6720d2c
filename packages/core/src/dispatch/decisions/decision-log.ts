import { lt, sql } from "drizzle-orm";
import type { Database } from "@tiffin/db/client";
import { dispatchDecisions } from "@tiffin/db/schema/dispatch";
import type { CityPlan } from "@tiffin/domain/dispatch/city";

/** Rows at once: a long delete holds locks and bloats the WAL. */
const ROWS = 5_000;

/** What became of a plan: as it was made, with what could in the end be asked. */
export interface DecidedPlan {
  readonly offers: readonly (Omit<CityPlan["offers"][number], "stops"> & {
    /** False when an order or the rider moved on between the plan and the question. */
    readonly isAsked: boolean;
  })[];
  readonly left: CityPlan["left"];
}

export interface Decision {
  readonly id: string;
  readonly cityId: string;
  readonly decidedAt: Date;
  readonly input: Record<string, unknown> | null;
  readonly outcome: DecidedPlan;
}

export async function writeDecision(db: Database, { outcome, ...decision }: Decision): Promise<void> {
  await db.insert(dispatchDecisions).values({ ...decision, outcome: { ...outcome } });
}

/** Forgets decisions older than a moment; what was offered, and with which features, stays with the offers. */
export async function pruneDecisions(db: Database, before: Date): Promise<number> {
  const gone = await db
    .delete(dispatchDecisions)
    .where(
      sql`${dispatchDecisions.id} in (${db
        .select({ id: dispatchDecisions.id })
        .from(dispatchDecisions)
        .where(lt(dispatchDecisions.decidedAt, before))
        .limit(ROWS)})`,
    )
    .returning({ id: dispatchDecisions.id });
  return gone.length;
}
