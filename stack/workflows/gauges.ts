import type { Sql } from "./database.ts";
import type { Metrics } from "./metrics.ts";

/** What only the database knows, read when somebody asks. */
export async function gauges(sql: Sql, metrics: Metrics, inFlight: number): Promise<void> {
  metrics.gauge("jobs_in_flight", "Jobs this engine is working on", inFlight);
  const [[jobs], [runs], [waits], [engines]] = await Promise.all([
    sql<{ due: number; later: number; blocked: number; oldest: number }[]>`
      SELECT count(*) FILTER (WHERE due_at <= now())::int AS due,
        count(*) FILTER (WHERE due_at > now() AND leased_by IS NULL AND blocked_on IS NULL)::int AS later,
        count(*) FILTER (WHERE blocked_on IS NOT NULL)::int AS blocked,
        coalesce(extract(epoch FROM now() - min(due_at) FILTER (WHERE due_at <= now())), 0)::float8 AS oldest
      FROM workflows.jobs`,
    sql<{ count: number }[]>`SELECT count(*)::int AS count FROM workflows.runs WHERE status = 'running'`,
    sql<{ count: number }[]>`SELECT count(*)::int AS count FROM workflows.waits WHERE step_id IS NOT NULL`,
    sql<{ count: number }[]>`
      SELECT count(*)::int AS count FROM workflows.engines WHERE seen_at > now() - interval '15 seconds'`,
  ]);
  const help = "Jobs in the queue: due now, at a later time, or waiting for a concurrency slot";
  metrics.gauge("jobs", help, jobs?.due ?? 0, { state: "due" });
  metrics.gauge("jobs", help, jobs?.later ?? 0, { state: "later" });
  metrics.gauge("jobs", help, jobs?.blocked ?? 0, { state: "blocked" });
  metrics.gauge("oldest_due_job_seconds", "How long the oldest due job has been waiting", jobs?.oldest ?? 0);
  metrics.gauge("runs_running", "Runs that have not ended", runs?.count ?? 0);
  metrics.gauge("waits", "Steps that wait for an event", waits?.count ?? 0);
  metrics.gauge("engines", "Engines on this database", engines?.count ?? 0);
}
