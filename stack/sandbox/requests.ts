import type { Context } from "hono";
import { z } from "zod";
import { Problem } from "./problem.ts";

const amount = z.int().min(1).max(1_000_000_000_000);
const currency = z.string().regex(/^[A-Z]{3}$/, "an ISO 4217 code such as INR");

export const createRequest = z.strictObject({
  reference: z.string().min(1).max(200),
  amount,
  currency,
  method: z.strictObject({ type: z.enum(["card", "upi"]), token: z.string().min(1).max(200) }),
  returnUrl: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .optional(),
});
export const captureRequest = z.strictObject({ amount: amount.optional(), currency: currency.optional() });
export const voidRequest = z.strictObject({});
export const refundRequest = z.strictObject({
  amount: amount.optional(),
  currency: currency.optional(),
  reason: z.string().max(500).optional(),
});
export const faultRequest = z.strictObject({
  kind: z.string(),
  rate: z.number().gt(0).max(1).default(1),
  times: z.int().min(1).max(1_000_000).optional(),
});

/** The body as the schema has it; an empty body is `{}`. @throws Problem 400 naming each wrong field. */
export async function readBody<T>(c: Context, schema: z.ZodType<T>): Promise<T> {
  const text = await c.req.text();
  let value: unknown;
  try {
    value = text.trim() === "" ? {} : JSON.parse(text);
  } catch {
    throw new Problem(400, "malformed_json", "The body is not JSON.");
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map((issue) => ({ path: issue.path.join("."), message: issue.message }));
  throw new Problem(400, "malformed_request", "The body is not what this call takes.", errors);
}

/** @throws Problem 400 */
export function idempotencyKeyOf(c: Context): string {
  const key = c.req.header("idempotency-key");
  if (key && /^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw new Problem(400, "idempotency_key_required", "Send an Idempotency-Key of 1 to 255 visible characters.");
}
