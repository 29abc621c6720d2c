import type { Database } from "@tiffin/db/client";
import {
  findPaymentByKey,
  findPaymentByProviderReference,
  lockPayment,
  updatePayment,
  type PaymentChange,
  type PaymentRow,
} from "@tiffin/db/queries/payments";
import type { ChangeResult, GatewayPayment, GatewayStatus, PaymentGateway, RetrieveResult } from "./port.ts";

/**
 * Cash on delivery. There is no gateway: our own row is the record. A promise to pay in cash is authorised at once; it
 * is captured when the rider hands the food over, and a refund means that somebody gives notes back.
 *
 * Repeats need no key here: each change asks what the row has already been through.
 */
export function createCashGateway(db: Database): PaymentGateway {
  const provider = "cash";

  /** The change is decided under the row's lock; null refuses it. */
  async function change(
    gatewayId: string,
    decide: (row: PaymentRow) => PaymentChange | "done" | null,
  ): Promise<ChangeResult> {
    return db.transaction(async (tx): Promise<ChangeResult> => {
      const found = await findPaymentByProviderReference(tx, provider, gatewayId);
      const row = found && (await lockPayment(tx, found.id));
      if (!row) return { kind: "refused", code: "payment_not_found", detail: "There is no such cash payment." };
      const decided = decide(row);
      if (decided === null)
        return {
          kind: "refused",
          code: `payment_${row.status.toLowerCase()}`,
          detail: `A cash payment that is ${row.status} does not allow this.`,
        };
      const after = decided === "done" ? row : await updatePayment(tx, row.id, decided, new Date());
      return { kind: "done", payment: recordOf(after ?? row) };
    });
  }

  return {
    provider,
    methods: ["cash"],
    asksForInstrument: false,

    async authorise({ idempotencyKey, instrument, money }) {
      if (instrument.type !== "cash") return { kind: "declined", code: "method_not_supported" };
      return db.transaction(async (tx) => {
        const found = await findPaymentByKey(tx, provider, idempotencyKey);
        const row = found && (await lockPayment(tx, found.id));
        if (!row) return { kind: "declined", code: "payment_not_found" };
        if (row.amount !== money.amount || row.currency !== money.currency)
          return { kind: "declined", code: "amount_mismatch" };
        if (row.status === "DECLINED" || row.status === "VOIDED")
          return { kind: "declined", code: "payment_closed", payment: recordOf(row) };
        if (row.providerReference !== null) return { kind: "authorised", payment: recordOf(row) };
        const change = { status: "AUTHORIZED", providerReference: `cash_${row.id}` } as const;
        return { kind: "authorised", payment: recordOf((await updatePayment(tx, row.id, change, new Date())) ?? row) };
      });
    },

    capture: ({ gatewayId, money }) =>
      change(gatewayId, (row) => {
        if (row.status === "CAPTURED") return "done";
        if (row.status !== "AUTHORIZED" || money.amount > row.amount || money.currency !== row.currency) return null;
        return { status: "CAPTURED", captured: money.amount };
      }),

    void: ({ gatewayId }) =>
      change(gatewayId, (row) => {
        if (row.status === "VOIDED") return "done";
        return row.status === "AUTHORIZED" || row.status === "PENDING" ? { status: "VOIDED" } : null;
      }),

    refund: ({ gatewayId, money }) =>
      change(gatewayId, (row) => {
        if (row.status === "REFUNDED") return "done";
        const refunded = row.refunded + money.amount;
        if (row.status !== "CAPTURED" || refunded > row.captured || money.currency !== row.currency) return null;
        return { refunded, ...(refunded === row.captured ? { status: "REFUNDED" as const } : {}) };
      }),

    async retrieve(request): Promise<RetrieveResult> {
      const row =
        "gatewayId" in request
          ? await findPaymentByProviderReference(db, provider, request.gatewayId)
          : await findPaymentByKey(db, provider, request.idempotencyKey);
      return row && row.providerReference !== null ? { kind: "found", payment: recordOf(row) } : { kind: "notFound" };
    },
  };
}

const STATUS = {
  CREATED: "pending",
  PENDING: "pending",
  AUTHORIZED: "authorized",
  CAPTURED: "captured",
  VOIDED: "voided",
  REFUNDED: "refunded",
  DECLINED: "declined",
} as const satisfies Record<PaymentRow["status"], GatewayStatus>;

function recordOf(row: PaymentRow): GatewayPayment {
  return {
    gatewayId: row.providerReference ?? `cash_${row.id}`,
    reference: row.orderId,
    idempotencyKey: row.idempotencyKey,
    status: STATUS[row.status],
    amount: row.amount,
    currency: row.currency,
    captured: row.captured,
    refunded: row.refunded,
    ...(row.declineCode === null ? {} : { declineCode: row.declineCode }),
  };
}
