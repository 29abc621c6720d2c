import { z } from "zod";

const flag = z
  .enum(["0", "1"])
  .default("0")
  .transform((value) => value === "1");

const schema = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("production"),
  GATEWAY_URL: z.url({ error: "GATEWAY_URL must be the gateway's address, such as http://127.0.0.1:4000" }),
  GATEWAY_PUBLIC_URL: z.url().optional(),
  SOKETI_HOST: z.string().min(1).default("127.0.0.1"),
  SOKETI_PORT: z.coerce.number().int().default(6001),
  SOKETI_TLS: flag,
  SOKETI_PUBLIC_HOST: z.string().min(1).optional(),
  SOKETI_PUBLIC_PORT: z.coerce.number().int().optional(),
  SOKETI_PUBLIC_TLS: z.enum(["0", "1"]).optional(),
  /** JSON of the demo city's accounts; set by `npm start` where a demo runs. */
  TIFFIN_DEMO_ACCOUNTS: z.string().min(1).optional(),
});

export type Env = z.infer<typeof schema>;
let parsed: Env | null = null;

/** Read when first asked for, at run time: one build runs anywhere. Throws an error that names the wrong key. */
export function env(): Env {
  if (parsed) return parsed;
  const result = schema.safeParse(process.env);
  if (!result.success) {
    const problems = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new Error(`The customer app's environment is not right. ${problems.join("; ")}`);
  }
  parsed = result.data;
  return parsed;
}

/** Where browsers find the live channels. */
export function livePublic(): { host: string; port: number; tls: boolean } {
  const { SOKETI_HOST, SOKETI_PORT, SOKETI_TLS, SOKETI_PUBLIC_HOST, SOKETI_PUBLIC_PORT, SOKETI_PUBLIC_TLS } = env();
  return {
    host: SOKETI_PUBLIC_HOST ?? SOKETI_HOST,
    port: SOKETI_PUBLIC_PORT ?? SOKETI_PORT,
    tls: SOKETI_PUBLIC_TLS === undefined ? SOKETI_TLS : SOKETI_PUBLIC_TLS === "1",
  };
}
