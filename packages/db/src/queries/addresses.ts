import { and, count, desc, eq, isNull } from "drizzle-orm";
import type { DatabaseOrTransaction } from "../client.ts";
import { addresses } from "../schema/addresses.ts";

export type AddressRow = typeof addresses.$inferSelect;

const own = (userId: string) => and(eq(addresses.userId, userId), isNull(addresses.deletedAt));

/** The latest first. */
export async function listAddresses(db: DatabaseOrTransaction, userId: string): Promise<AddressRow[]> {
  return db.select().from(addresses).where(own(userId)).orderBy(desc(addresses.createdAt), desc(addresses.id));
}

export async function countAddresses(db: DatabaseOrTransaction, userId: string): Promise<number> {
  const [row] = await db.select({ count: count() }).from(addresses).where(own(userId));
  return row?.count ?? 0;
}

export async function insertAddress(
  db: DatabaseOrTransaction,
  values: typeof addresses.$inferInsert,
): Promise<AddressRow> {
  const [row] = await db.insert(addresses).values(values).returning();
  return row!;
}

/** Hides it from its owner; orders that went there keep their own copy. False when there was none. */
export async function deleteAddress(
  db: DatabaseOrTransaction,
  userId: string,
  addressId: string,
  now: Date,
): Promise<boolean> {
  const rows = await db
    .update(addresses)
    .set({ deletedAt: now })
    .where(and(own(userId), eq(addresses.id, addressId)))
    .returning({ id: addresses.id });
  return rows.length > 0;
}
