import { resolve } from "node:path";
import { z } from "zod";

const url = z.url({ protocol: /^https?$/ });

const schema = z.object({
  HOST: z.string().default("127.0.0.1"),
  /** 0 takes any free port; the line on stdout says which. */
  PORT: z.coerce.number().int().min(0).max(65535),
  SANDBOX_API_KEY: z.string().min(16),
  SANDBOX_WEBHOOK_SECRET: z.string().min(16),
  /** Where signed events go. Without it events are kept and can be read at /admin/events only. */
  SANDBOX_WEBHOOK_URL: url.optional(),
  /** How a customer's browser reaches this process: the 3DS page's address starts with it. */
  SANDBOX_PUBLIC_URL: url.optional(),
  SANDBOX_STORE: z
    .string()
    .min(1)
    .transform((path) => resolve(path)),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
});

export type SandboxEnv = z.infer<typeof schema>;

/** @throws Error with one line for each key that is missing or malformed. */
export function readEnv(source: Record<string, string | undefined> = process.env): SandboxEnv {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new Error(parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("\n"));
}
