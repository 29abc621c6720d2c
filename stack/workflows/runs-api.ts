import { Hono, type Context as HonoContext } from "hono";
import { z } from "zod";
import type { Context } from "./context.ts";
import { json, type Sql } from "./database.ts";

interface RunRow {
  id: string;
  function_id: string;
  status: string;
  event_id: string;
  events: unknown;
  created_at: Date;
  ended_at: Date | null;
  output: unknown;
  error: unknown;
}

const statusNames: Record<string, string> = {
  running: "Running",
  completed: "Completed",
  failed: "Failed",
  cancelled: "Cancelled",
};

const show = (run: RunRow): Record<string, unknown> => ({
  run_id: run.id,
  function_id: run.function_id,
  status: statusNames[run.status] ?? run.status,
  event_id: run.event_id,
  run_started_at: run.created_at,
  ended_at: run.ended_at,
  output: run.status === "completed" ? run.output : run.error,
});

async function findRun(sql: Sql, id: string): Promise<RunRow | undefined> {
  if (!z.guid().safeParse(id).success) return undefined;
  const [run] = await sql<RunRow[]>`SELECT * FROM workflows.runs WHERE id = ${id}`;
  return run;
}

/** The part of Inngest's REST API that operators and the SDK use. */
export function runsApi(
  context: Context,
  authorized: (c: HonoContext) => boolean,
  unauthorized: (c: HonoContext) => Response,
): Hono {
  const { sql } = context;
  const app = new Hono();
  const notFound = (c: HonoContext): Response => c.json({ error: "no such run", status: 404 }, 404);

  app.get("/v1/runs/:id", async (c) => {
    if (!authorized(c)) return unauthorized(c);
    const run = await findRun(sql, c.req.param("id"));
    return run === undefined ? notFound(c) : c.json({ data: show(run) });
  });

  app.get("/v1/events/:id/runs", async (c) => {
    if (!authorized(c)) return unauthorized(c);
    const runs = await sql<RunRow[]>`
      SELECT * FROM workflows.runs WHERE event_id = ${c.req.param("id")} ORDER BY id LIMIT 100`;
    return c.json({ data: runs.map(show) });
  });

  app.delete("/v1/runs/:id", async (c) => {
    if (!authorized(c)) return unauthorized(c);
    const run = await findRun(sql, c.req.param("id"));
    if (run === undefined) return notFound(c);
    if (run.status === "running") {
      await sql`
        INSERT INTO workflows.jobs (kind, run_id, payload, dedupe_key)
        VALUES ('cancel', ${run.id}, ${json({ event: "an operator" })}::json, ${`cancel:${run.id}`})
        ON CONFLICT (dedupe_key) DO NOTHING`;
      context.poke();
    }
    return c.body(null, 204);
  });
  return app;
}
