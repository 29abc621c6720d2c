import { z } from "zod";

/** What a fleet of riders is told. */
export const fleetPlanSchema = z.object({
  gatewayUrl: z.string(),
  databaseUrl: z.string(),
  live: z.object({ key: z.string(), host: z.string(), port: z.number() }),
  riders: z.array(z.object({ id: z.string(), token: z.string(), lat: z.number(), lng: z.number() })).min(1),
  /** Somebody of each kitchen's staff, by the kitchen's id. */
  staffTokens: z.record(z.string(), z.string()),
  /** Milliseconds, evenly spread between the two. */
  pingEveryMs: z.tuple([z.number(), z.number()]),
  thinkMs: z.tuple([z.number(), z.number()]),
  carryMs: z.tuple([z.number(), z.number()]),
});
export type FleetPlan = z.infer<typeof fleetPlanSchema>;

/** What it saw. */
export const fleetOutcomeSchema = z.object({
  /** Every `offer.created`, with the moment (ms since the epoch) at which its rider's phone had it. */
  heard: z.array(z.object({ rideId: z.string(), seq: z.number(), at: z.number() })),
  /** Milliseconds from publishing to the phone, of the events that were published past the house. */
  raw: z.array(z.number()),
  pings: z.number(),
  accepted: z.number(),
  delivered: z.number(),
  /** Answers to an accept other than 200, by status. */
  refused: z.record(z.string(), z.number()),
  faults: z.array(z.string()),
});
export type FleetOutcome = z.infer<typeof fleetOutcomeSchema>;

/** An event of the benchmark's own on a rider's channel: `{at}` in ms since the epoch. */
export const RAW_EVENT = "bench.raw";
