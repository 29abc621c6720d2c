import { z } from "zod";
import { LIABLE_PARTIES } from "../ledger/transactions.ts";
import { idSchema, lineSchema, moneySchema, timeSchema } from "./common.ts";

/** All that is left is given back where no amount is said. Minor units of the order's currency. */
export const refundRequestSchema = z
  .object({
    amount: z.int().min(1).max(2_000_000_000).optional(),
    liable: z.enum(LIABLE_PARTIES).describe("who bears it"),
    reason: lineSchema(200).min(1).describe("shown to the customer"),
    note: lineSchema(500).optional(),
  })
  .meta({ id: "RefundRequest" });
export type RefundRequest = z.infer<typeof refundRequestSchema>;

/** A payment that order and gateway disagree about, for a person to look at. */
export const paymentReviewSchema = z
  .object({
    paymentId: idSchema,
    orderId: idSchema,
    orderNumber: z.string(),
    orderStatus: z.string(),
    provider: z.string(),
    /** The gateway's own id, to find it in its dashboard. */
    providerReference: z.string().nullable(),
    status: z.string(),
    amount: moneySchema,
    since: timeSchema,
    reason: z.string(),
  })
  .meta({ id: "PaymentReview" });
export const paymentReviewListSchema = z
  .object({ items: z.array(paymentReviewSchema) })
  .meta({ id: "PaymentReviewList" });
export type PaymentReviewList = z.infer<typeof paymentReviewListSchema>;

/** A whole year at most. `to` is not in it. */
export const statementQuerySchema = z
  .object({ from: timeSchema, to: timeSchema })
  .refine(({ from, to }) => from < to, { path: ["to"], message: "after from" })
  .refine(({ from, to }) => Date.parse(to) - Date.parse(from) <= 366 * 86_400_000, {
    path: ["to"],
    message: "a year at most",
  });
export const statementSchema = z
  .object({
    lines: z.array(
      z.object({
        at: timeSchema,
        what: z.enum(["sale", "delivery", "undelivered", "refund", "cash_collected", "cash_deposit"]),
        orderNumber: z.string().nullable(),
        amount: moneySchema,
      }),
    ),
    /** Earned less borne; null while there is nothing. */
    net: moneySchema.nullable(),
    /** Riders: what they carry for the platform now. */
    cashFloat: moneySchema.nullable(),
  })
  .meta({ id: "Statement" });
export type StatementWire = z.infer<typeof statementSchema>;

export const cashDepositSchema = z.object({ amount: z.int().min(1).max(2_000_000_000) }).meta({ id: "CashDeposit" });
export const cashFloatSchema = z.object({ float: moneySchema }).meta({ id: "CashFloat" });
