import { DEFAULT_CONNECTIONS } from "@tiffin/db/client";
import { z } from "zod";

/** What a process that serves others is told of Postgres. */
export const databaseEnv = {
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, "must be a postgres:// address"),
  /** Connections that this process keeps at most. */
  DATABASE_CONNECTIONS: z.coerce
    .number({ error: "must be a number" })
    .int("must be a whole number")
    .min(1, "must be 1 or more")
    .max(200, "must be 200 or fewer")
    .default(DEFAULT_CONNECTIONS),
};
