import { sql } from "drizzle-orm";
import { bigint, check, index, pgTable, smallint, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { LEDGER_ACCOUNTS } from "@tiffin/domain/ledger/transactions";
import { createdAt, currency, id, instant } from "./columns.ts";
import { orders } from "./orders.ts";

/**
 * The double-entry ledger: what money has moved, and between whom. Append only. Each transaction's postings sum to zero;
 * Postgres itself refuses to commit one that doesn't (trigger `ledger_transactions_balance`, deferred to the commit).
 */
export const ledgerTransactions = pgTable(
  "ledger_transactions",
  {
    id: id(),
    /** Names the fact that it records (`capture:<payment>`, `refund:<refund>`, …): each is posted once. */
    key: text("key").notNull().unique(),
    kind: text("kind").notNull(),
    orderId: uuid("order_id").references(() => orders.id),
    currency: currency(),
    /** When it happened; `createdAt` is when it was written down. */
    at: instant("at").notNull(),
    createdAt: createdAt(),
  },
  (table) => [index("ledger_transactions_order").on(table.orderId)],
);

/** One side of a transaction. Debits are positive, credits negative; minor units of the transaction's currency. */
export const ledgerPostings = pgTable(
  "ledger_postings",
  {
    id: id(),
    transactionId: uuid("transaction_id")
      .notNull()
      .references(() => ledgerTransactions.id),
    position: smallint("position").notNull(),
    account: text("account", { enum: LEDGER_ACCOUNTS }).notNull(),
    /** Whose account: a restaurant's, a rider's, a customer's id. Null where there is only one (platform, tax, tip). */
    partyId: uuid("party_id"),
    amount: bigint("amount", { mode: "number" }).notNull(),
    at: instant("at").notNull(),
  },
  (table) => [
    uniqueIndex("ledger_postings_position").on(table.transactionId, table.position),
    index("ledger_postings_party").on(table.account, table.partyId, table.at),
    check("ledger_postings_amount", sql`${table.amount} <> 0`),
    check(
      "ledger_postings_account",
      sql`${table.account} in ('customer', 'restaurant', 'rider', 'platform', 'tax', 'tip', 'cash_float', 'gateway')`,
    ),
  ],
);
