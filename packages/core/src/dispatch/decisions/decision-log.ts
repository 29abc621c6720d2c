import { asc, inArray, lt } from "drizzle-orm";
import type { Database } from "@tiffin/db/client";
import { deleteInBatches } from "@tiffin/db/delete-in-batches";
import { dispatchDecisions } from "@tiffin/db/schema/dispatch";
import type { CityPlan } from "@tiffin/domain/dispatch/city";

/** Rows at once: each brings what its round was given, up to some hundred kilobytes. */
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
export async function pruneDecisions(db: Database, before: Date, rows = ROWS): Promise<number> {
  return deleteInBatches(rows, async (limit) => {
    const old = db
      .select({ id: dispatchDecisions.id })
      .from(dispatchDecisions)
      .where(lt(dispatchDecisions.decidedAt, before))
      .orderBy(asc(dispatchDecisions.decidedAt))
      .limit(limit);
    const gone = await db
      .delete(dispatchDecisions)
      .where(inArray(dispatchDecisions.id, old))
      .returning({ id: dispatchDecisions.id });
    return gone.length;
  });
}
