import { z } from "zod";
import { currencySchema } from "../money/money.ts";

/** Ids are opaque to callers; inside they are UUIDs. An id of another form is simply unknown. */
export const idSchema = z.string().min(1).max(64);
/** An id that goes into a query: what isn't a UUID can't exist. */
export const uuidSchema = z.uuid();

export const moneySchema = z.object({ amount: z.int(), currency: currencySchema }).meta({ id: "Money" });
export type MoneyWire = z.infer<typeof moneySchema>;

export const latSchema = z.number().min(-90).max(90);
export const lngSchema = z.number().min(-180).max(180);
export const locationSchema = z.object({ lat: latSchema, lng: lngSchema }).meta({ id: "Location" });
export type LocationWire = z.infer<typeof locationSchema>;

/** RFC 3339 in UTC. */
export const timeSchema = z.iso.datetime();

export const etaRangeSchema = z
  .object({ low: z.int().min(0), high: z.int().min(0) })
  .describe("minutes from now")
  .meta({ id: "EtaRange" });

/** One line of what people type: trimmed, no control characters. */
export const lineSchema = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    // eslint-disable-next-line no-control-regex -- control characters are what is refused
    .regex(/^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$/, "no control characters");

export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    traceId: z.string(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: "Problem" });
export type Problem = z.infer<typeof problemSchema>;
