import { z } from "zod";
import { Failure } from "../failure.ts";

/** Servers that an operator already has, by environment. What is missing here the stack starts itself. */
const externalSchema = z.object({
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: "must look like postgres://user:password@host:5432/tiffin" })
    .optional(),
  /** Several addresses, separated by commas, are nodes of a cluster. */
  REDIS_URL: z
    .string()
    .refine((text) => text.split(",").every((url) => z.url({ protocol: /^rediss?$/ }).safeParse(url.trim()).success), {
      error: "must look like redis://:password@host:6379, or several of them separated by commas",
    })
    .optional(),
  MEILI_URL: z.url({ protocol: /^https?$/, error: "must look like http://host:7700" }).optional(),
  MEILI_KEY: z.string().optional(),
  INNGEST_BASE_URL: z.url({ protocol: /^https?$/, error: "must look like http://host:8288" }).optional(),
  INNGEST_EVENT_KEY: z.string().optional(),
  INNGEST_SIGNING_KEY: z.string().optional(),
  SOKETI_HOST: z.string().optional(),
  SOKETI_PORT: z.coerce.number({ error: "must be a port number" }).int().min(1).max(65_535).optional(),
  SOKETI_TLS: z.enum(["0", "1"]).optional(),
  SOKETI_MAX_BATCH: z.string().regex(/^\d+$/, "must be a number").optional(),
  SOKETI_APP_ID: z.string().optional(),
  SOKETI_APP_KEY: z.string().optional(),
  SOKETI_APP_SECRET: z.string().optional(),
});
export type External = z.infer<typeof externalSchema>;

/** A server that is switched on must come with its keys. */
const comesWith: { [name in keyof External]?: (keyof External)[] } = {
  MEILI_URL: ["MEILI_KEY"],
  INNGEST_BASE_URL: ["INNGEST_EVENT_KEY", "INNGEST_SIGNING_KEY"],
  SOKETI_HOST: ["SOKETI_PORT", "SOKETI_APP_ID", "SOKETI_APP_KEY", "SOKETI_APP_SECRET"],
};

export function readExternal(env: Record<string, string | undefined> = process.env): External {
  const given = Object.fromEntries(
    Object.entries(env).filter(([name, value]) => name in externalSchema.shape && value !== ""),
  );
  const parsed = externalSchema.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Failure(`${issue?.path.join(".") ?? "environment"} ${issue?.message ?? "is not right"}`);
  }
  for (const [name, keys] of Object.entries(comesWith)) {
    if (parsed.data[name as keyof External] === undefined) continue;
    for (const key of keys) {
      if (parsed.data[key] === undefined) throw new Failure(`${name} is set, so ${key} is needed too`);
    }
  }
  return parsed.data;
}
