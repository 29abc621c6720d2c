import { z } from "zod";

/** `var/stack.json`, as far as the journeys need it. */
export const stackSchema = z.object({
  urls: z.object({
    customer: z.url().optional(),
    rider: z.url().optional(),
    restaurant: z.url().optional(),
    gateway: z.url(),
    worker: z.url(),
    soketi: z.url(),
    workflows: z.url(),
    postgres: z.url(),
    paymentSandbox: z.url(),
  }),
  pids: z.record(z.string(), z.int()),
  live: z.object({ appKey: z.string() }),
  demo: z.object({
    otp: z.string(),
    city: z.object({ id: z.string(), slug: z.string(), lat: z.number(), lng: z.number() }),
    customers: z.array(z.object({ phone: z.string(), name: z.string(), addressId: z.string() })).min(1),
    riders: z.array(z.object({ phone: z.string(), name: z.string() })).min(1),
    staff: z.array(z.object({ phone: z.string(), name: z.string(), restaurantId: z.string() })).min(1),
    ops: z.array(z.object({ phone: z.string(), name: z.string() })).min(1),
  }),
});
export type Stack = z.infer<typeof stackSchema>;

declare module "vitest" {
  interface ProvidedContext {
    stackFile: string;
  }
}
