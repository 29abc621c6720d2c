import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { z } from "zod";

const person = z.object({ phone: z.string(), name: z.string() });

/** The accounts that are printed for people; bots never play them. */
export const demoSchema = z.object({
  otp: z.string(),
  city: z.object({ id: z.string(), slug: z.string(), lat: z.number(), lng: z.number() }),
  customers: z.array(person.extend({ addressId: z.string() })),
  riders: z.array(person),
  staff: z.array(person.extend({ restaurantId: z.string() })),
  ops: z.array(person),
});
export type Demo = z.infer<typeof demoSchema>;

/** `var/stack.json`: what runs where, for scripts and for the stack's own commands. Its form is a public contract. */
const stackSchema = z.object({
  urls: z.record(z.string(), z.string()),
  engines: z.object({
    postgres: z.enum(["embedded", "external"]),
    redis: z.enum(["local", "external"]),
    search: z.enum(["meilisearch", "embedded"]),
    workflows: z.enum(["inngest", "embedded"]),
    live: z.literal("soketi"),
  }),
  pids: z.record(z.string(), z.number()),
  live: z.object({ appKey: z.string() }),
  demo: demoSchema.optional(),
});
export type StackFile = z.infer<typeof stackSchema>;

export function writeStackFile(path: string, stack: StackFile): void {
  // It carries the servers' passwords in their URLs.
  writeFileSync(`${path}.new`, `${JSON.stringify(stack, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/** Undefined when there is none, or none that can be read. */
export function readStackFile(path: string): StackFile | undefined {
  try {
    return stackSchema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return undefined;
  }
}

export function removeStackFile(path: string): void {
  rmSync(path, { force: true });
}
