import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import type { Database } from "@tiffin/db/client";
import { isId } from "@tiffin/db/ids";
import { beginOpsAction, endOpsAction, outcomeOfOpsAction, type OpsActionRow } from "@tiffin/db/queries/ops-actions";
import { DomainError, isDomainError } from "@tiffin/domain/errors";

/** The types of action that an operator's audit knows. */
export type OpsActionType =
  | "order.assign"
  | "order.cancel"
  | "order.refund"
  | "restaurant.pause"
  | "restaurant.resume"
  | "rider.off_shift"
  | "rider.cash_deposit"
  | "dead_letter.retry"
  | "dead_letter.close";

export interface OpsAction {
  readonly actorId: string;
  readonly cityId: string | null;
  readonly type: OpsActionType;
  readonly subjectId: string;
  readonly data: Readonly<Record<string, string | number | null>>;
}

/** Longer than that no attempt is under way: its process died, and whoever comes with its key takes over. */
const UNDER_WAY_MS = 5_000;
const LOOK_AGAIN_MS = 50;

/**
 * Does what an operator asks for, once for each key, and keeps who did it and what came of it. A twin that was sent at the
 * same moment waits for the first one's outcome. The row is written before; what `act` does must itself be safe to begin again, because a process may die between the two.
 *
 * @throws DomainError VALIDATION_FAILED for a key that is no UUID; IDEMPOTENCY_KEY_REUSED; whatever `act` refuses with
 */
export async function actOnce(
  db: Database,
  action: OpsAction,
  key: string | undefined,
  now: Date,
  act: () => Promise<unknown>,
): Promise<void> {
  const { row, isNew } = await beginOpsAction(db, { ...action, idempotencyKey: usableKey(key), at: now });
  if (!isNew) {
    const same =
      row.type === action.type && row.subjectId === action.subjectId && isDeepStrictEqual(row.data, action.data);
    if (!same) throw new DomainError("IDEMPOTENCY_KEY_REUSED", "This Idempotency-Key was used for something else.");
    if ((await outcomeOf(db, row, now)) === "done") return;
  }
  try {
    await act();
  } catch (error) {
    // Its twin took longer than anybody waits, and was quicker all the same.
    if (!isNew && (await outcomeOfOpsAction(db, row.id)) === "done") return;
    await endOpsAction(db, row.id, isDomainError(error) ? error.code : "INTERNAL");
    throw error;
  }
  await endOpsAction(db, row.id, "done");
}

/** What came of an earlier attempt; null when there is no word of it. */
async function outcomeOf(db: Database, { id, at, outcome }: OpsActionRow, now: Date): Promise<string | null> {
  const until = Math.min(at.getTime(), now.getTime()) + UNDER_WAY_MS;
  let known = outcome;
  while (known === null && Date.now() < until) {
    await sleep(LOOK_AGAIN_MS);
    known = await outcomeOfOpsAction(db, id);
  }
  return known;
}

function usableKey(key: string | undefined): string | null {
  if (key === undefined || key === "") return null;
  if (isId(key)) return key.toLowerCase();
  throw new DomainError("VALIDATION_FAILED", "The Idempotency-Key must be a UUID.", {
    fields: [{ path: "Idempotency-Key", message: "a UUID" }],
  });
}

/** Money is moved once for each key, so there has to be one. @throws DomainError IDEMPOTENCY_KEY_REQUIRED, VALIDATION_FAILED */
export function neededKey(key: string | undefined): string {
  const usable = usableKey(key);
  if (usable === null) {
    throw new DomainError("IDEMPOTENCY_KEY_REQUIRED", "Send an Idempotency-Key header with a UUID of this attempt.");
  }
  return usable;
}
