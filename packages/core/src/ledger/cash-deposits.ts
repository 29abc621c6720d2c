import type { Database } from "@tiffin/db/client";
import { insertLedgerTransaction, partyBalance } from "@tiffin/db/queries/ledger";
import { riders } from "@tiffin/db/schema/dispatch";
import { cities } from "@tiffin/db/schema/cities";
import { DomainError, notFound } from "@tiffin/domain/errors";
import { cashDepositPosted } from "@tiffin/domain/ledger/transactions";
import { eq } from "drizzle-orm";

/**
 * A rider handed over cash that customers had paid: it leaves the rider's float. The same key counts once. Returns what
 * the rider still carries.
 *
 * @throws DomainError NOT_FOUND; VALIDATION_FAILED when it is more than the rider carries
 */
export async function recordCashDeposit(
  db: Database,
  { riderId, amount, key }: { readonly riderId: string; readonly amount: number; readonly key: string },
  now: Date,
): Promise<{ float: { amount: number; currency: string } }> {
  return db.transaction(async (tx) => {
    // The rider's row is the lock: two deposits are counted one after the other.
    const [rider] = await tx
      .select({ currency: cities.currency })
      .from(riders)
      .innerJoin(cities, eq(cities.id, riders.cityId))
      .where(eq(riders.userId, riderId))
      .for("update", { of: riders });
    if (rider === undefined) throw notFound("rider");
    const { currency } = rider;
    const carried = await partyBalance(tx, "cash_float", riderId);
    const isNew = await insertLedgerTransaction(tx, cashDepositPosted({ key, riderId, amount, currency }, now));
    if (isNew && amount > carried) {
      throw new DomainError("VALIDATION_FAILED", "That is more than the rider carries.", {
        fields: [{ path: "amount", message: `at most ${carried} minor units of ${currency}` }],
      });
    }
    return { float: { amount: isNew ? carried - amount : carried, currency } };
  });
}
