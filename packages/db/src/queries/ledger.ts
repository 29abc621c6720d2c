import { and, asc, eq, gte, inArray, lt, sql } from "drizzle-orm";
import type { LedgerAccount, LedgerTransaction } from "@tiffin/domain/ledger/transactions";
import { builtOnce } from "../built-once.ts";
import type { DatabaseOrTransaction } from "../client.ts";
import { newId } from "../ids.ts";
import { insertRow, insertRows } from "../insert-rows.ts";
import { ledgerPostings, ledgerTransactions } from "../schema/ledger.ts";
import { orders } from "../schema/orders.ts";

/** Writes a transaction with its postings in one statement. False when its key was posted before: then nothing is written. */
export async function insertLedgerTransaction(
  db: DatabaseOrTransaction,
  { key, kind, orderId, currency, at, postings }: LedgerTransaction,
): Promise<boolean> {
  if (postings.length === 0) return false;
  const id = newId();
  const rows = postings.map((posting, position) => ({ id: newId(), transactionId: id, position, at, ...posting }));
  const written = await db.execute(sql`
    with posted as (
      ${insertRow(ledgerTransactions, { id, key, kind, orderId, currency, at })}
      on conflict (key) do nothing returning id
    ), lines as (
      ${insertRows(ledgerPostings, rows)} where exists (select from posted)
    )
    select id from posted`);
  return written.length > 0;
}

export async function isPosted(db: DatabaseOrTransaction, key: string): Promise<boolean> {
  const [row] = await db
    .select({ id: ledgerTransactions.id })
    .from(ledgerTransactions)
    .where(eq(ledgerTransactions.key, key));
  return row !== undefined;
}

/** What came in for an order, and what went back, as far as it is posted. */
export async function postedOfOrder(
  db: DatabaseOrTransaction,
  orderId: string,
): Promise<{ captured: number; refunded: number }> {
  const [row] = await posted(db).execute({ orderId });
  return { captured: row?.captured ?? 0, refunded: 0 - (row?.refunded ?? 0) };
}

// What came in stands on one of these. Not a condition of the rows: the index of the accounts would seem to fit.
const posted = builtOnce((db) => {
  const sum = (kind: "capture" | "refund") =>
    sql<number>`coalesce(sum(${ledgerPostings.amount}) filter (
      where ${ledgerTransactions.kind} = ${sql.raw(`'${kind}'`)} and ${ledgerPostings.account} in ('gateway', 'cash_float')), 0)`.mapWith(
      Number,
    );
  return db
    .select({ captured: sum("capture"), refunded: sum("refund") })
    .from(ledgerPostings)
    .innerJoin(ledgerTransactions, eq(ledgerTransactions.id, ledgerPostings.transactionId))
    .where(eq(ledgerTransactions.orderId, sql.placeholder("orderId")))
    .prepare("posted_of_order");
});

/** The order's tip, as long as no rider has it and it was not given back. */
export async function tipHeldOf(db: DatabaseOrTransaction, orderId: string): Promise<number> {
  const [row] = await db
    .select({ held: sql<number>`coalesce(-sum(${ledgerPostings.amount}), 0)`.mapWith(Number) })
    .from(ledgerPostings)
    .innerJoin(ledgerTransactions, eq(ledgerTransactions.id, ledgerPostings.transactionId))
    .where(and(eq(ledgerTransactions.orderId, orderId), eq(ledgerPostings.account, "tip")));
  return row?.held ?? 0;
}

/** What stands on each account, by currency; debits positive. */
export async function accountBalances(
  db: DatabaseOrTransaction,
): Promise<{ account: LedgerAccount; currency: string; balance: number }[]> {
  const balance = sql<number>`sum(${ledgerPostings.amount})`.mapWith(Number);
  return db
    .select({ account: ledgerPostings.account, currency: ledgerTransactions.currency, balance })
    .from(ledgerPostings)
    .innerJoin(ledgerTransactions, eq(ledgerTransactions.id, ledgerPostings.transactionId))
    .groupBy(ledgerPostings.account, ledgerTransactions.currency)
    .orderBy(ledgerPostings.account, ledgerTransactions.currency);
}

/** What stands on one party's account. */
export async function partyBalance(
  db: DatabaseOrTransaction,
  account: LedgerAccount,
  partyId: string,
): Promise<number> {
  const [row] = await db
    .select({ balance: sql<number>`coalesce(sum(${ledgerPostings.amount}), 0)`.mapWith(Number) })
    .from(ledgerPostings)
    .where(and(eq(ledgerPostings.account, account), eq(ledgerPostings.partyId, partyId)));
  return row?.balance ?? 0;
}

export interface StatementRow {
  readonly id: string;
  readonly at: Date;
  readonly kind: string;
  readonly account: LedgerAccount;
  readonly orderId: string | null;
  readonly orderNumber: string | null;
  readonly currency: string;
  /** Credits negative, as posted. */
  readonly amount: number;
}

export interface StatementFilter {
  readonly accounts: readonly LedgerAccount[];
  readonly partyId: string;
  readonly from: Date;
  readonly to: Date;
}

/** A party's postings of a period, oldest first, after one of them: to be read in pages. */
export async function statementRows(
  db: DatabaseOrTransaction,
  { accounts, partyId, from, to }: StatementFilter,
  after: { readonly at: Date; readonly id: string } | null,
  limit: number,
): Promise<StatementRow[]> {
  return db
    .select({
      id: ledgerPostings.id,
      at: ledgerPostings.at,
      kind: ledgerTransactions.kind,
      account: ledgerPostings.account,
      orderId: ledgerTransactions.orderId,
      orderNumber: orders.number,
      currency: ledgerTransactions.currency,
      amount: ledgerPostings.amount,
    })
    .from(ledgerPostings)
    .innerJoin(ledgerTransactions, eq(ledgerTransactions.id, ledgerPostings.transactionId))
    .leftJoin(orders, eq(orders.id, ledgerTransactions.orderId))
    .where(
      and(
        inArray(ledgerPostings.account, [...accounts]),
        eq(ledgerPostings.partyId, partyId),
        gte(ledgerPostings.at, from),
        lt(ledgerPostings.at, to),
        after === null
          ? undefined
          : sql`(${ledgerPostings.at}, ${ledgerPostings.id}) > (${after.at.toISOString()}::timestamptz, ${after.id}::uuid)`,
      ),
    )
    .orderBy(asc(ledgerPostings.at), asc(ledgerPostings.id))
    .limit(limit);
}

export interface LedgerFault {
  readonly fault: "unbalanced_transaction" | "gateway_differs";
  readonly detail: string;
}

/** What is wrong with the ledger; empty when it is right. Its transactions balance, and it knows what the payments know. */
export async function ledgerFaults(db: DatabaseOrTransaction): Promise<LedgerFault[]> {
  return db.execute<{ fault: LedgerFault["fault"]; detail: string }>(sql`
    select 'unbalanced_transaction' as fault, transaction_id::text as detail
    from ledger_postings group by transaction_id having sum(amount) <> 0
    union all
    select 'gateway_differs', payments.id::text
    from payments
    left join lateral (
      select coalesce(sum(amount), 0) as held
      from ledger_postings join ledger_transactions on ledger_transactions.id = ledger_postings.transaction_id
      where ledger_transactions.order_id = payments.order_id
        and account = case when payments.provider = 'cash' then 'cash_float' else 'gateway' end
        and ledger_transactions.kind in ('capture', 'refund')
    ) as ledger on true
    where (payments.captured > 0 or ledger.held <> 0)
      and payments.status not in ('DECLINED', 'VOIDED')
      and ledger.held <> payments.captured - payments.refunded`);
}
