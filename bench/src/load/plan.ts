import { z } from "zod";

/** What the load generator is told. */
export const planSchema = z.object({
  url: z.string(),
  requests: z.array(z.object({ path: z.string(), token: z.string() })).min(1),
  connections: z.number().int().min(1),
  seconds: z.number().positive(),
  /** Requests a second over all connections; as many as go through without it. */
  rate: z.number().positive().optional(),
});
export type Plan = z.infer<typeof planSchema>;

/** What it saw. */
export const outcomeSchema = z.object({
  requests: z.number(),
  perSecond: z.number(),
  /** Milliseconds from a request's sending to the last byte of its answer. */
  p50: z.number(),
  p95: z.number(),
  p99: z.number(),
  max: z.number(),
  /** The 97.5th percentile with what was not sent in time because answers were late (coordinated omission). */
  correctedP97: z.number(),
  non2xx: z.number(),
  errors: z.number(),
  bytesPerRequest: z.number(),
});
export type Outcome = z.infer<typeof outcomeSchema>;
