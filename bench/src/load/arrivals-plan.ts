import { z } from "zod";

/** What the generator of arrivals is told. */
export const arrivalsPlanSchema = z.object({
  /** Each request goes to the next of these servers in turn. */
  urls: z.array(z.string()).min(1),
  requests: z
    .array(
      z.object({
        /** POST without it. */
        method: z.enum(["POST", "PATCH"]).optional(),
        path: z.string(),
        token: z.string(),
        headers: z.record(z.string(), z.string()),
        body: z.string(),
      }),
    )
    .min(1),
  /** On average so many a second, at random times (a Poisson process); without it, all at once. */
  perSecond: z.number().positive().optional(),
  seed: z.number().int(),
  /** Opened to each server before the first request. */
  connections: z.number().int().default(512),
});
export type ArrivalsPlan = z.infer<typeof arrivalsPlanSchema>;
export type ArrivalsRequest = z.input<typeof arrivalsPlanSchema>;

/** What it saw. */
export const arrivalsOutcomeSchema = z.object({
  statuses: z.record(z.string(), z.number()),
  /** Requests that got no answer at all. */
  unanswered: z.number(),
  /**
   * Milliseconds for each request, in order, from the moment at which it was due (not at which it could be sent) to the
   * last byte of its answer.
   */
  durations: z.array(z.number()),
  /** How late the generator itself was at sending, the 99th percentile in milliseconds. */
  lateP99: z.number(),
  seconds: z.number(),
  /** Different bodies among the answers. */
  distinctBodies: z.number(),
  /** The beginning of some answers other than 2xx. */
  refusals: z.array(z.string()),
});
export type ArrivalsOutcome = z.infer<typeof arrivalsOutcomeSchema>;
