import { z } from "zod";

/** What the process that plays the riders is told. */
export const ridersPlanSchema = z.object({
  /** Of the stream. */
  url: z.string(),
  tokens: z.array(z.string()),
  around: z.object({ lat: z.number(), lng: z.number() }),
  /**
   * `steady`: so many points a second over all riders, at set times, whether or not those before were answered. `answered`:
   * every rider sends the next message when the last one is answered. `idle`: connected, and silent.
   */
  pace: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("steady"), pointsPerSecond: z.number() }),
    z.object({ kind: z.literal("answered") }),
    z.object({ kind: z.literal("idle") }),
  ]),
  pointsPerMessage: z.number().default(1),
  /** Answers of the first seconds are not counted among the durations. */
  warmSeconds: z.number().default(3),
});
export type RidersPlan = z.input<typeof ridersPlanSchema>;

const millisecondsSchema = z.object({ p50: z.number(), p95: z.number(), p99: z.number(), max: z.number() });

export const ridersOutcomeSchema = z.object({
  seconds: z.number(),
  /** Points; the others are messages. */
  sent: z.number(),
  accepted: z.number(),
  rejected: z.number(),
  messages: z.number(),
  answered: z.number(),
  /** Answers that are a problem. */
  problems: z.number(),
  closed: z.number(),
  /** From sending to the answer. */
  ack: millisecondsSchema,
});
export type RidersOutcome = z.output<typeof ridersOutcomeSchema>;
