import { isDeepStrictEqual } from "node:util";
import type { Database } from "@tiffin/db/client";
import { isId } from "@tiffin/db/ids";
import { beginOpsAction, endOpsAction, outcomeOfOpsAction } from "@tiffin/db/queries/ops-actions";
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

/**
 * Does what an operator asks for, once for each key, and keeps who did it and what came of it. The row is written
 * before; what `act` does must itself be safe to begin again, because a process may die between the two.
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
    if (row.outcome === "done") return;
  }
  try {
    await act();
  } catch (error) {
    // Its twin, sent at the same moment, was quicker.
    if (!isNew && (await outcomeOfOpsAction(db, row.id)) === "done") return;
    await endOpsAction(db, row.id, isDomainError(error) ? error.code : "INTERNAL");
    throw error;
  }
  await endOpsAction(db, row.id, "done");
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
