import { z } from "zod";

const flag = z
  .enum(["0", "1"])
  .default("0")
  .transform((value) => value === "1");

/** An https or http address; `{theme}` may stand in it. */
const styleAddress = z.url({
  protocol: /^https?$/,
  error: "MAP_STYLE_URL must be addresses, such as https://tiles.example/style.json",
});

/** The style's address, and after it, with spaces between, whatever other servers its tiles, fonts and icons come from. */
const mapStyle = z
  .string()
  .optional()
  .transform((value) => value?.split(/\s+/).filter((part) => part !== "") ?? [])
  .pipe(z.array(styleAddress))
  .transform(([style, ...others]) =>
    style === undefined ? null : { style, origins: [...new Set([style, ...others].map((url) => new URL(url).origin))] },
  );

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
  MAP_STYLE_URL: mapStyle,
  /** Whom a customer calls about an order, where the operator has somebody for it. */
  SUPPORT_PHONE: z
    .string()
    .regex(/^(\+[1-9][0-9]{6,14})?$/, {
      error: "SUPPORT_PHONE must be a phone number with its country code, such as +918040001234",
    })
    .transform((value) => (value === "" ? undefined : value))
    .optional(),
  /** Who takes cards and UPI: the sandbox's test cards are shown for the sandbox alone. */
  PAYMENTS_PROVIDER: z.string().default("sandbox"),
  /** JSON of the demo city's accounts; set by `npm start` where a demo runs. */
  TIFFIN_DEMO_ACCOUNTS: z.string().min(1).optional(),
});

/** The names of all that it reads. */
export const settings: readonly string[] = Object.keys(schema.shape);

export type AppEnv = z.infer<typeof schema>;

/**
 * What a web app's `env.ts` gives out: its environment, read when first asked for, at run time, so that one build runs
 * anywhere. Throws an error that names the wrong key.
 */
export function appEnvironment(app: string, source: () => NodeJS.ProcessEnv): () => AppEnv {
  let parsed: AppEnv | null = null;
  return () => {
    if (parsed) return parsed;
    const result = schema.safeParse(source());
    if (!result.success) {
      const problems = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
      throw new Error(`The ${app} app's environment is not right. ${problems.join("; ")}`);
    }
    parsed = result.data;
    return parsed;
  };
}

/** The online style of the maps, for `AppProviders`; null where our own streets are drawn. */
export const onlineMapStyle = (env: AppEnv): string | null => env.MAP_STYLE_URL?.style ?? null;
/** What pages must be allowed to fetch for it. */
export const onlineMapOrigins = (env: AppEnv): string[] => env.MAP_STYLE_URL?.origins ?? [];

/** Where browsers find the live channels. */
export function livePublic(env: AppEnv): { host: string; port: number; tls: boolean } {
  return {
    host: env.SOKETI_PUBLIC_HOST ?? env.SOKETI_HOST,
    port: env.SOKETI_PUBLIC_PORT ?? env.SOKETI_PORT,
    tls: env.SOKETI_PUBLIC_TLS === undefined ? env.SOKETI_TLS : env.SOKETI_PUBLIC_TLS === "1",
  };
}
