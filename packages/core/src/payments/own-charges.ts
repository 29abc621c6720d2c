import { LRUCache } from "lru-cache";
import type { Database } from "@tiffin/db/client";
import type { PaymentRow } from "@tiffin/db/queries/payments";

/** How a charge stands in its row, as far as a webhook can echo it. */
export type RecordedCharge = Pick<PaymentRow, "providerReference" | "status" | "captured" | "refunded">;

/** Gateways send their webhook within moments; what comes later is looked up. */
const REMEMBERED = 10_000;
const REMEMBERED_MS = 10_000;

type Charges = LRUCache<string, Promise<RecordedCharge | null>>;
const ofDatabase = new WeakMap<Database, Charges>();

function chargesOf(db: Database): Charges {
  const known = ofDatabase.get(db) ?? new LRUCache({ max: REMEMBERED, ttl: REMEMBERED_MS });
  ofDatabase.set(db, known);
  return known;
}

/**
 * Keeps in mind that this process asks a gateway for a charge under that key. `work` answers what it wrote down of it, or
 * null where somebody has to look. Its outcome is the caller's.
 */
export function askingFor<T>(
  db: Database,
  idempotencyKey: string,
  work: (recorded: (charge: RecordedCharge) => void) => Promise<T>,
): Promise<T> {
  let tell: (charge: RecordedCharge | null) => void = () => {};
  chargesOf(db).set(idempotencyKey, new Promise((resolve) => (tell = resolve)));
  return work(tell).finally(() => tell(null));
}

/**
 * What this process wrote down of a charge that it asked for lately, waiting for as long as it is still at it. Null where
 * another process asked, or nothing certain came of it: then the row is to be read. A row may have moved on since, but an
 * echo of this is an echo still.
 */
export function ownCharge(db: Database, idempotencyKey: string | null): Promise<RecordedCharge | null> | null {
  return (idempotencyKey === null ? undefined : chargesOf(db).get(idempotencyKey)) ?? null;
}
