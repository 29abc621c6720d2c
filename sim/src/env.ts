import { z } from "zod";

const flag = z
  .enum(["0", "1"])
  .default("0")
  .transform((value) => value === "1");

const schema = z.object({
  GATEWAY_URL: z.url({ protocol: /^https?$/, error: "must be an http(s) address" }),
  /** Where life answers /readyz. */
  HOST: z.string().default("127.0.0.1"),
  PORT: z.coerce.number().int().min(0).max(65_535).default(4003),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),

  /** Offers come at once over the live channels; without these they are asked for every few seconds. */
  SOKETI_APP_KEY: z.string().optional(),
  SOKETI_HOST: z.string().default("127.0.0.1"),
  SOKETI_PORT: z.coerce.number().int().default(6001),
  SOKETI_TLS: flag,

  /** For the simulation's audit of charges; left out, it says that it could not look. */
  SANDBOX_URL: z.string().optional(),
  SANDBOX_API_KEY: z.string().optional(),

  /** The printed accounts, which bots leave to people. */
  DEMO_ACCOUNTS_FILE: z.string().optional(),

  /** How many of the demo city's riders are on shift. */
  LIFE_RIDERS: z.coerce.number().int().min(0).max(30).default(30),
  /** Riders go this many times faster than on the road, so that a delivery takes minutes. */
  LIFE_SPEED: z.coerce.number().positive().max(8).default(4),
  /** Seconds from a kitchen's yes to the packed bag. */
  LIFE_PREP_MIN_SECONDS: z.coerce.number().positive().default(60),
  LIFE_PREP_MAX_SECONDS: z.coerce.number().positive().default(90),
});
/** The names of all that it reads. */
export const settings: readonly string[] = Object.keys(schema.shape);

export type SimEnv = z.infer<typeof schema>;

/** @throws Error that names every key that is missing or wrong. */
export function readEnv(source: NodeJS.ProcessEnv = process.env): SimEnv {
  const known = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const result = schema.safeParse(known);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`The environment is not complete: ${faults.join("; ")}`);
}
