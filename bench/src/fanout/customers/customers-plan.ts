import { z } from "zod";

/** What the process that plays the customers is told. */
export const customersPlanSchema = z.object({
  /** The live server, as a WebSocket's address. */
  url: z.string(),
  appKey: z.string(),
  gatewayUrl: z.string(),
  customers: z.array(z.object({ token: z.string(), orderId: z.string() })),
  /** From the first position on. */
  warmSeconds: z.number().default(3),
});
export type CustomersPlan = z.input<typeof customersPlanSchema>;

export const customersOutcomeSchema = z.object({
  heard: z.number(),
  /** Orders of which at least one position was heard. */
  ordersHeard: z.number(),
  /** Positions that were older than one that came before. */
  outOfOrder: z.number(),
  /** Two positions of an order that came less than 0.9 s apart. */
  tooSoon: z.number(),
  closed: z.number(),
  /** From the phone's clock at sending to here, in ms; the clocks are one machine's. */
  delays: z.array(z.number()),
  /** The same of the first seconds, in which the processes still compile. */
  warmDelays: z.array(z.number()),
});
export type CustomersOutcome = z.output<typeof customersOutcomeSchema>;
