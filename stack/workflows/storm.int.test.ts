import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { Engine } from "./engine.ts";
import {
  createDatabase,
  devClient,
  endedRun,
  endedRuns,
  pause,
  startApp,
  startTestEngine,
  until,
  untilWaiting,
  type TestApp,
  type TestDatabase,
} from "./testing/harness.ts";

let database: TestDatabase;
let engines: Engine[];
const apps: TestApp[] = [];

beforeAll(async () => {
  database = await createDatabase(inject("postgresUrl"));
  engines = await Promise.all([startTestEngine(database.url), startTestEngine(database.url)]);
});
afterAll(async () => {
  await Promise.all(apps.map((app) => app.close()));
  await Promise.all(engines.map((engine) => engine.stop()));
  await database.drop();
});

const urlOf = (n: number): string => engines[n % engines.length]?.url ?? "";
const brokenJobs = async (): Promise<number> => {
  const texts = await Promise.all(
    engines.map(({ url }) => fetch(`${url}/metrics`).then((response) => response.text())),
  );
  return texts
    .map((text) => Number(/^workflows_job_errors_total (\d+)$/m.exec(text)?.[1] ?? 0))
    .reduce((sum, n) => sum + n, 0);
};

describe("a storm", () => {
  test("broadcasts that wake, cancel and start many runs at once, from two sides: nothing deadlocks, nothing is lost", async () => {
    const inngest = devClient("storm", urlOf(0));
    const fn = inngest.createFunction(
      {
        id: "fn",
        triggers: { event: "storm/start" },
        concurrency: [{ limit: 4, key: "event.data.city" }, { limit: 12 }],
        cancelOn: [{ event: "storm/cancel", if: "async.data.below > event.data.n" }],
        retries: 10,
      },
      async ({ event, step, attempt }) => {
        const { n } = event.data as { n: number };
        await Promise.all([
          step.run("a", () => {
            if (n % 7 === 0 && attempt === 0) throw new Error("once");
          }),
          step.run("b", () => {}),
          step.waitForEvent("one", { event: "storm/one", timeout: "1h" }),
        ]);
        const two = await step.waitForEvent("two", {
          event: "storm/two",
          timeout: "1h",
          if: "async.data.upTo >= event.data.n",
        });
        return step.run("c", () => (two === null ? "timeout" : "woken"));
      },
    );
    apps.push(await startApp(inngest, [fn]));
    const post = async (side: number, events: unknown) => {
      const response = await fetch(`${urlOf(side)}/e/test`, { method: "POST", body: JSON.stringify(events) });
      expect(response.status).toBe(200);
    };
    const start = (n: number) => ({ name: "storm/start", data: { n, city: `city-${n % 3}` } });
    await Promise.all(Array.from({ length: 60 }, (_, n) => post(n, start(n))));
    await untilWaiting(database, "storm/one", 60);
    // Everybody hears it, several times over, from both engines, while the first ones are cancelled.
    await Promise.all([
      ...Array.from({ length: 8 }, (_, n) => post(n, [{ name: "storm/one" }, { name: "storm/other" }])),
      post(0, { name: "storm/cancel", data: { below: 10 } }),
      post(1, { name: "storm/cancel", data: { below: 10 } }),
    ]);
    await untilWaiting(database, "storm/two", 50);
    await Promise.all(Array.from({ length: 10 }, (_, n) => post(n, { name: "storm/two", data: { upTo: 60 } })));
    const runs = await endedRuns(database, "storm-fn", 60, 50_000);
    const count = (status: string) => runs.filter((run) => run.status === status).length;
    expect([count("completed"), count("cancelled"), count("failed")]).toEqual([50, 10, 0]);
    expect(await brokenJobs()).toBe(0);
    const [left] = await database.sql`
      SELECT (SELECT count(*)::int FROM workflows.jobs) AS jobs, (SELECT count(*)::int FROM workflows.waits) AS waits,
        (SELECT coalesce(sum(used), 0)::int FROM workflows.slots) AS slots`;
    expect(left).toEqual({ jobs: 0, waits: 0, slots: 0 });
  });

  test("the database drops every connection: runs go on when it is back", async () => {
    const inngest = devClient("outage", urlOf(0));
    const fn = inngest.createFunction({ id: "fn", triggers: { event: "outage/start" } }, async ({ step }) => {
      await step.run("one", () => pause(300));
      await step.sleep("a while", "2s");
      return step.run("two", () => "done");
    });
    apps.push(await startApp(inngest, [fn]));
    await inngest.send({ name: "outage/start" });
    await until(
      () => database.sql`SELECT 1 FROM workflows.jobs WHERE leased_by IS NOT NULL`,
      (rows) => rows.length > 0,
    );
    const drop = () => database.sql`
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'tiffin-workflows'`;
    await drop();
    await pause(500);
    await drop();
    expect(await endedRun(database, "outage-fn", 30_000)).toMatchObject({ status: "completed", output: "done" });
    expect((await fetch(`${urlOf(0)}/readyz`)).status).toBe(200);
  });

  test("what Postgres cannot store as text is replaced, not refused", async () => {
    const inngest = devClient("nul", urlOf(0));
    const fn = inngest.createFunction({ id: "fn", triggers: { event: "nul/asked" } }, async ({ step }) =>
      step.run("echo", () => ({ "a\0": "b\0c \ud800 \\u0000 😀" })),
    );
    apps.push(await startApp(inngest, [fn]));
    await inngest.send({ name: "nul/asked", data: { x: "\0" } });
    const run = await endedRun(database, "nul-fn");
    expect(run).toMatchObject({ status: "completed", output: { "a\uFFFD": "b\uFFFDc \uFFFD \\u0000 😀" } });
    // A connection that the test before cut may be found dead only now.
    await expect.poll(async () => (await fetch(`${urlOf(0)}/runs/${run.id}`)).status).toBe(200);
  });
});
