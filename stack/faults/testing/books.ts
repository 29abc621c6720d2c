import { ledgerFaults } from "@tiffin/db/queries/ledger";
import type { FaultWorld } from "./fault-world.ts";

/** The orders that one key made. */
export async function ordersUnder({ db }: FaultWorld, key: string) {
  return db.$client<{ id: string; status: string }[]>`select id, status from orders where idempotency_key = ${key}`;
}

/** What our books and the payment gateway's say of an order: its status, its payment's, and those of its charges. */
export async function booksOf({ db, sandbox }: FaultWorld, orderId: string) {
  const [row] = await db.$client<{ order: string; payment: string }[]>`
    select orders.status as order, payments.status as payment
    from orders join payments on payments.order_id = orders.id where orders.id = ${orderId}`;
  const charges = await sandbox.audit(orderId);
  return { order: row?.order, payment: row?.payment, charges: charges.map(({ status }) => status) };
}

/** How many orders are neither placed nor given up. */
export async function strandedOrders({ db }: FaultWorld): Promise<number> {
  const [row] = await db.$client<{ count: number }[]>`
    select count(*)::int as count from orders where status in ('CREATED', 'PAYMENT_PENDING')`;
  return row?.count ?? 0;
}

interface Paid {
  readonly id: string;
  readonly order: string;
  readonly payment: string;
  readonly chargeId: string | null;
}

/**
 * What is wrong in the books; after every fault this must be nothing: no order is stranded, none was charged twice, each
 * payment says what the payment gateway says, no cancelled order holds money, and the ledger is right.
 */
export async function mistakesInTheBooks({ db, sandbox }: FaultWorld): Promise<unknown[]> {
  const rows = await db.$client<Paid[]>`
    select orders.id, orders.status as order, payments.status as payment, payments.provider_reference as "chargeId"
    from orders join payments on payments.order_id = orders.id`;
  if (rows.length === 0) return ["no orders at all"];
  const wrong: unknown[] = [];
  for (const row of rows) {
    const [charge, ...more] = await sandbox.audit(row.id);
    const agrees =
      charge === undefined
        ? row.payment === "VOIDED" && row.chargeId === null
        : charge.id === row.chargeId && charge.status.toUpperCase() === row.payment;
    const isStranded = row.order === "CREATED" || row.order === "PAYMENT_PENDING";
    const isHeldInVain = row.order === "CANCELLED" && (row.payment === "AUTHORIZED" || row.payment === "CAPTURED");
    if (!agrees || isStranded || isHeldInVain || more.length > 0) wrong.push({ ...row, charge, more });
  }
  return [...wrong, ...(await ledgerFaults(db))];
}

/** As if all that was written had been written two minutes earlier: what nobody came back for is looked after then. */
export async function twoMinutesPass({ db }: FaultWorld): Promise<void> {
  await db.$client`update orders set placed_at = placed_at - interval '2 minutes'`;
  await db.$client`
    update payments set created_at = created_at - interval '2 minutes', updated_at = updated_at - interval '2 minutes'`;
}
