import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { Engine } from "./engine.ts";
import {
  createDatabase,
  devClient,
  endedRun,
  startApp,
  startTestEngine,
  until,
  type TestDatabase,
} from "./testing/harness.ts";

let database: TestDatabase;
let engine: Engine;
beforeAll(async () => {
  database = await createDatabase(inject("postgresUrl"));
  engine = await startTestEngine(database.url);
});
afterAll(async () => {
  await engine.stop();
  await database.drop();
});

const post = (path: string, body: string) => fetch(`${engine.url}${path}`, { method: "POST", body });

describe("registration over the wire", () => {
  test("what the engine does not do is refused by name, and the app hears it", async () => {
    const inngest = devClient("limited", engine.url);
    const fn = inngest.createFunction(
      { id: "fn", triggers: { event: "limited/asked" }, throttle: { limit: 1, period: "1m" } },
      () => "never",
    );
    const app = await startApp(inngest, [fn]);
    expect(app.registered).toEqual({
      status: 400,
      message: "function limited-fn: throttle is not supported by the embedded engine",
    });
    await app.close();
  });

  test("a function that the app no longer names starts no new runs", async () => {
    const inngest = devClient("shrinking", engine.url);
    const stay = inngest.createFunction({ id: "stay", triggers: { event: "shrink/asked" } }, () => "stay");
    const go = inngest.createFunction({ id: "go", triggers: { event: "shrink/asked" } }, () => "go");
    const before = await startApp(inngest, [stay, go]);
    await before.close();
    const after = await startApp(inngest, [stay], { port: Number(new URL(before.url).port) });
    await inngest.send({ name: "shrink/asked" });
    await endedRun(database, "shrinking-stay");
    expect(await database.sql`SELECT 1 FROM workflows.runs WHERE function_id = 'shrinking-go'`).toEqual([]);
    await after.close();
  });

  test("the engine asks the apps it was told of by itself, and again when they come back changed", async () => {
    const inngest = devClient("told", engine.url);
    const fn = (id: string) => inngest.createFunction({ id, triggers: { event: "told/asked" } }, () => id);
    const probe = await startApp(inngest, [], { register: false });
    await probe.close();
    const telling = await startTestEngine(database.url, { WORKFLOWS_APPS: probe.url });
    const port = Number(new URL(probe.url).port);
    const names = () => database.sql<{ id: string }[]>`
      SELECT id FROM workflows.functions WHERE app_id = 'told' AND removed_at IS NULL ORDER BY id`;
    const first = await startApp(inngest, [fn("one")], { register: false, port });
    await until(names, (rows) => rows.map(({ id }) => id).join() === "told-one");
    await first.close();
    // A run that finds nobody makes the engine look again soon.
    await inngest.send({ name: "told/asked" });
    const second = await startApp(inngest, [fn("one"), fn("two")], { register: false, port });
    await until(names, (rows) => rows.map(({ id }) => id).join() === "told-one,told-two");
    expect(await endedRun(database, "told-one")).toMatchObject({ status: "completed", output: "one" });
    await second.close();
    await telling.stop();
  });
});

describe("bad input", () => {
  test.each([
    ["/e/key", "{", 400, "the body is not JSON"],
    ["/e/key", "[]", 200, ""],
    ["/e/key", '{"data":{}}', 400, "name"],
    ["/e/key", '{"name":"a","data":5}', 400, "data"],
    ["/e/key", '{"name":"inngest/function.failed"}', 400, "the engine's own"],
    ["/fn/register", "{", 400, "the body is not JSON"],
    ["/fn/register", "{}", 400, "url"],
    ["/v1/checkpoint/none/async", "{", 400, "the body is not JSON"],
    ["/v1/checkpoint/none/async", '{"run_id":"none","qi_id":"1.1","steps":[]}', 400, "unknown run or lease"],
    ["/v1/checkpoint", "{}", 501, "not supported"],
    ["/v1/signals", "{}", 501, "not supported"],
    ["/nothing/here", "{}", 404, "not found"],
  ])("POST %s %s is %i", async (path, body, status, message) => {
    const response = await post(path, body);
    expect(response.status).toBe(status);
    const answer = (await response.json()) as { status: number; error?: string };
    expect(answer.status).toBe(status);
    expect(answer.error ?? "").toContain(message);
  });

  test("a huge body", async () => {
    const response = await post("/e/key", JSON.stringify({ name: "a", data: { text: "x".repeat(1_100_000) } }));
    expect(response.status).toBe(413);
  });

  test("a web page of somebody else cannot send events to an engine on the visitor's machine", async () => {
    for (const headers of [{ origin: "https://evil.example" }, { "sec-fetch-site": "cross-site" }]) {
      const response = await fetch(`${engine.url}/e/key`, { method: "POST", headers, body: '{"name":"a"}' });
      expect(response.status).toBe(403);
    }
  });

  test("odd characters in events travel unharmed", async () => {
    const inngest = devClient("odd", engine.url);
    const fn = inngest.createFunction({ id: "fn", triggers: { event: "odd/asked" } }, async ({ event, step }) =>
      step.run("echo", () => event.data),
    );
    const app = await startApp(inngest, [fn]);
    const data = { text: "naïve 🍛 \" ' \\ \n %s ${x}", nested: { "a.b": [null, 1.5, true] } };
    await inngest.send({ name: "odd/asked", data });
    expect(await endedRun(database, "odd-fn")).toMatchObject({ status: "completed", output: data });
    await app.close();
  });

  test("a checkpoint of a lease that is over is stale", async () => {
    const body = {
      run_id: "01a20508-2fe4-7359-95c5-345705c385fd",
      qi_id: "999999.1",
      steps: [{ id: "a", op: "StepRun", data: 1 }],
    };
    expect((await post(`/v1/checkpoint/${body.run_id}/async`, JSON.stringify(body))).status).toBe(409);
  });
});

describe("for operators", () => {
  test("health, readiness, metrics", async () => {
    expect(await (await fetch(`${engine.url}/healthz`)).json()).toEqual({ status: "ok" });
    expect(await (await fetch(`${engine.url}/readyz`)).json()).toEqual({ status: "ok", database: "ok" });
    const text = await (await fetch(`${engine.url}/metrics`)).text();
    expect(text).toMatch(/^workflows_events_total \d+$/m);
    expect(text).toMatch(/^workflows_runs_ended_total\{status="completed"\} \d+$/m);
    expect(text).toMatch(/^workflows_call_duration_seconds_bucket\{le="\+Inf"\} \d+$/m);
    expect(text).toMatch(/^workflows_jobs\{state="due"\} \d+$/m);
  });

  test("finished runs and their events are deleted after the days they are kept", async () => {
    const { deleteOld } = await import("./retention.ts");
    const { connect } = await import("./database.ts");
    const { readConfig } = await import("./env.ts");
    await database.sql`UPDATE workflows.runs SET ended_at = now() - interval '8 days' WHERE ended_at IS NOT NULL`;
    await database.sql`UPDATE workflows.events SET received_at = now() - interval '9 days'`;
    const sql = connect(database.url, 2);
    const config = readConfig({ DATABASE_URL: database.url, WORKFLOWS_RETENTION_DAYS: "7" });
    expect(await deleteOld({ sql, config }, () => false)).toBeGreaterThan(0);
    await sql.end();
    const [left] = await database.sql`
      SELECT (SELECT count(*)::int FROM workflows.runs) AS runs, (SELECT count(*)::int FROM workflows.steps) AS steps,
        (SELECT count(*)::int FROM workflows.events) AS events`;
    expect(left).toEqual({ runs: 0, steps: 0, events: 0 });
  });
});
