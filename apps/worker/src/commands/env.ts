import { z } from "zod";
import { UsageError } from "./terminal.ts";

/** What commands need of the environment; `npm run …` fills it in from the running stack. */
const commandEnvSchema = z.object({
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, "must be a postgres:// address"),
  TIFFIN_VAR: z.string().min(1).default("var"),
});
export type CommandEnv = z.infer<typeof commandEnvSchema>;

/** @throws UsageError that names the key. */
export function readCommandEnv(): CommandEnv {
  const result = commandEnvSchema.safeParse(process.env);
  if (result.success) return result.data;
  const fault = result.error.issues[0];
  throw new UsageError(`${fault?.path.join(".")}: ${fault?.message}`);
}
