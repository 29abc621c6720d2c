import { z } from "zod";
import { UsageError } from "./terminal.ts";

/** What commands need of the environment; `npm run …` fills it in from the running stack. */
const commandEnvSchema = z.object({
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, "must be a postgres:// address"),
  TIFFIN_VAR: z.string().min(1).default("var"),
});
export type CommandEnv = z.infer<typeof commandEnvSchema>;

const reindexEnvSchema = commandEnvSchema
  .extend({
    REDIS_URL: z.string().regex(/^rediss?:\/\//, "must be a redis:// address"),
    MEILI_URL: z.url({ protocol: /^https?$/, error: "must be an http(s) address" }).optional(),
    MEILI_KEY: z.string().min(1).optional(),
    /** What the running stack searches with; its keys are not kept anywhere. */
    SEARCH_ENGINE: z.enum(["meilisearch", "embedded"]).optional(),
  })
  .superRefine((env, context) => {
    const need = (key: "MEILI_URL" | "MEILI_KEY", because: string) => {
      if (env[key] === undefined) context.addIssue({ code: "custom", path: [key], message: `is needed ${because}` });
    };
    if (env.SEARCH_ENGINE === "meilisearch")
      need("MEILI_URL", "as when the stack was started: it searches with Meilisearch");
    if (env.MEILI_URL !== undefined) need("MEILI_KEY", "when MEILI_URL is set");
  });
export type ReindexEnv = z.infer<typeof reindexEnvSchema>;

/** @throws UsageError that names the key. */
export function readCommandEnv(): CommandEnv {
  return read(commandEnvSchema);
}

/** What `reindex` needs besides: it writes to the search engine and tells the caches. @throws UsageError that names the key. */
export function readReindexEnv(): ReindexEnv {
  return read(reindexEnvSchema);
}

function read<T>(schema: z.ZodType<T>): T {
  const given = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ""));
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const fault = result.error.issues[0];
  throw new UsageError(`${fault?.path.join(".")}: ${fault?.message}`);
}
