import { randomBytes } from "node:crypto";
import { Inngest } from "inngest";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { Engine } from "./engine.ts";
import {
  createDatabase,
  endedRun,
  pause,
  runsOf,
  startApp,
  startTestEngine,
  until,
  type TestDatabase,
} from "./testing/harness.ts";

const signingKey = `signkey-test-${randomBytes(32).toString("hex")}`;
const eventKey = "an-event-key";
const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

describe("outside dev, every request is signed, both ways", () => {
  let database: TestDatabase;
  let engine: Engine;
  beforeAll(async () => {
    database = await createDatabase(inject("postgresUrl"));
    engine = await startTestEngine(database.url, { INNGEST_SIGNING_KEY: signingKey, INNGEST_EVENT_KEY: eventKey });
  });
  afterAll(async () => {
    await engine.stop();
    await database.drop();
  });
  const client = (id: string, key = signingKey) =>
    new Inngest({ id, isDev: false, baseUrl: engine.url, eventKey, signingKey: key, logger: quiet });

  test("an app with the same key registers, checkpoints, waits and ends", async () => {
    const inngest = client("trusted");
    const fn = inngest.createFunction({ id: "fn", triggers: { event: "trusted/asked" } }, async ({ step }) => {
      const word = await step.run("one", () => "grüße \u2713");
      await step.sleep("a moment", "1s");
      return step.run("two", () => word.toUpperCase());
    });
    const app = await startApp(inngest, [fn]);
    expect(app.registered.status).toBe(200);
    await inngest.send({ name: "trusted/asked", data: { price: 1.5, note: "ünïcode" } });
    expect(await endedRun(database, "trusted-fn")).toMatchObject({ status: "completed", output: "GRÜSSE \u2713" });
    await app.close();
  });

  test("an app with another key cannot register", async () => {
    const inngest = client("stranger", `signkey-test-${randomBytes(32).toString("hex")}`);
    const fn = inngest.createFunction({ id: "fn", triggers: { event: "stranger/asked" } }, () => "never");
    const app = await startApp(inngest, [fn]);
    expect(app.registered).toEqual({ status: 401, message: "wrong or missing signing key" });
    await app.close();
  });

  test("events need the event key", async () => {
    const response = await fetch(`${engine.url}/e/wrong`, { method: "POST", body: JSON.stringify({ name: "x" }) });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ status: 401, error: "unknown event key" });
  });

  test("an answer that is not signed is no answer: the run waits", async () => {
    const trusted = client("impostor");
    const define = (inngest: Inngest) =>
      inngest.createFunction({ id: "fn", triggers: { event: "impostor/asked" } }, () => "done");
    const real = await startApp(trusted, [define(trusted)]);
    const port = Number(new URL(real.url).port);
    await real.close();
    const unsigned = new Inngest({ id: "impostor", isDev: true, baseUrl: engine.url, logger: quiet });
    const impostor = await startApp(unsigned, [define(unsigned)], { port, register: false });
    await trusted.send({ name: "impostor/asked" });
    await until(
      () =>
        database.sql<
          { unreachable: number }[]
        >`SELECT unreachable FROM workflows.jobs WHERE function_id = 'impostor-fn'`,
      ([job]) => (job?.unreachable ?? 0) > 0,
    );
    expect(await runsOf(database, "impostor-fn")).toMatchObject([{ status: "running" }]);
    await impostor.close();
    const again = await startApp(trusted, [define(trusted)], { port });
    expect(await endedRun(database, "impostor-fn")).toMatchObject({ status: "completed", output: "done" });
    await again.close();
    await pause(0);
  });

  test("a forged checkpoint, registration or cancellation is refused", async () => {
    for (const [method, path] of [
      ["POST", "/v1/checkpoint/00000000-0000-7000-8000-000000000000/async"],
      ["POST", "/fn/register"],
      ["DELETE", "/v1/runs/00000000-0000-7000-8000-000000000000"],
    ] as const) {
      const response = await fetch(`${engine.url}${path}`, {
        method,
        headers: { authorization: "Bearer signkey-test-0000" },
        ...(method === "POST" ? { body: "{}" } : {}),
      });
      expect([path, response.status]).toEqual([path, 401]);
    }
  });
});
