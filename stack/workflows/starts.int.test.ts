import { NonRetriableError } from "inngest";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { connect } from "./database.ts";
import type { Engine } from "./engine.ts";
import { repairSlots } from "./gates.ts";
import {
  createDatabase,
  devClient,
  endedRun,
  endedRuns,
  pause,
  runsOf,
  startApp,
  startTestEngine,
  until,
  untilWaiting,
  type TestApp,
  type TestDatabase,
} from "./testing/harness.ts";

let database: TestDatabase;
let engine: Engine;
const apps: TestApp[] = [];

beforeAll(async () => {
  database = await createDatabase(inject("postgresUrl"));
  engine = await startTestEngine(database.url);
});
afterAll(async () => {
  await Promise.all(apps.map((app) => app.close()));
  await engine.stop();
  await database.drop();
});

const client = (id: string) => devClient(id, engine.url);
async function serveFunctions(...given: Parameters<typeof startApp>): Promise<void> {
  const app = await startApp(...given);
  expect(app.registered).toEqual({ status: 200, message: "Successfully registered" });
  apps.push(app);
}
const dataOf = (run: { output: unknown }) => run.output;

describe("what starts a run, and how often", () => {
  test("an event with the same id starts nothing the second time, nor do the SDK's own retries", async () => {
    const inngest = client("dedupe");
    const fn = inngest.createFunction({ id: "fn", triggers: { event: "dedupe/asked" } }, ({ event }) => event.data);
    await serveFunctions(inngest, [fn]);
    await inngest.send([
      { id: "same", name: "dedupe/asked", data: { n: 1 } },
      { id: "same", name: "dedupe/asked", data: { n: 2 } },
    ]);
    await inngest.send({ id: "same", name: "dedupe/asked", data: { n: 3 } });
    const post = () =>
      fetch(`${engine.url}/e/any-key`, {
        method: "POST",
        headers: { "x-inngest-event-id-seed": "1700000000000,c2VlZA==" },
        body: JSON.stringify([{ name: "dedupe/asked", data: { n: 4 } }]),
      }).then((response) => response.json());
    expect(await post()).toEqual(await post());
    await pause(100);
    const runs = await endedRuns(database, "dedupe-fn", 2);
    expect(runs.map(dataOf)).toEqual([{ n: 2 }, { n: 4 }]);
  });

  test("a trigger's expression, and a name with a wildcard", async () => {
    const inngest = client("triggers");
    const some = inngest.createFunction(
      { id: "some", triggers: { event: "trigger/asked", if: "event.data.amount > 10" } },
      ({ event }) => event.data,
    );
    const every = inngest.createFunction({ id: "every", triggers: { event: "trigger/*" } }, ({ event }) => event.name);
    await serveFunctions(inngest, [some, every]);
    await inngest.send([
      { name: "trigger/asked", data: { amount: 10 } },
      { name: "trigger/asked", data: { amount: 11 } },
      { name: "trigger/other", data: {} },
    ]);
    expect((await endedRuns(database, "triggers-some")).map(dataOf)).toEqual([{ amount: 11 }]);
    const names = (await endedRuns(database, "triggers-every", 3)).map(dataOf);
    expect(names.toSorted((a, b) => String(a).localeCompare(String(b)))).toEqual([
      "trigger/asked",
      "trigger/asked",
      "trigger/other",
    ]);
  });

  test("idempotency: once per key in 24 hours", async () => {
    const inngest = client("once");
    const fn = inngest.createFunction(
      { id: "fn", triggers: { event: "once/asked" }, idempotency: "event.data.order" },
      ({ event }) => event.data,
    );
    await serveFunctions(inngest, [fn]);
    await inngest.send([
      { name: "once/asked", data: { order: "a", n: 1 } },
      { name: "once/asked", data: { order: "a", n: 2 } },
      { name: "once/asked", data: { order: "b", n: 3 } },
    ]);
    await inngest.send({ name: "once/asked", data: { order: "b", n: 4 } });
    await database.sql`UPDATE workflows.idempotency SET expires_at = now() WHERE key = 'a'`;
    await inngest.send({ name: "once/asked", data: { order: "a", n: 5 } });
    const runs = await endedRuns(database, "once-fn", 3);
    expect(runs.map(dataOf)).toEqual([
      { order: "a", n: 1 },
      { order: "b", n: 3 },
      { order: "a", n: 5 },
    ]);
  });

  test("debounce: one run for a burst, with its last event, for each key", async () => {
    const inngest = client("debounce");
    const fn = inngest.createFunction(
      { id: "fn", triggers: { event: "typing/paused" }, debounce: { key: "event.data.who", period: "1s" } },
      ({ event }) => event.data,
    );
    await serveFunctions(inngest, [fn]);
    for (const n of [1, 2, 3]) {
      await inngest.send({ name: "typing/paused", data: { who: "a", n } });
      await inngest.send({ name: "typing/paused", data: { who: "b", n: n * 10 } });
    }
    expect(await runsOf(database, "debounce-fn")).toEqual([]);
    const runs = await endedRuns(database, "debounce-fn", 2);
    expect(runs.map(({ output }) => (output as { n: number }).n).toSorted((a, b) => a - b)).toEqual([3, 30]);
  });

  test("batchEvents: a run when the batch is full, and one for the rest when its time is up", async () => {
    const inngest = client("batch");
    const fn = inngest.createFunction(
      { id: "fn", triggers: { event: "batch/item" }, batchEvents: { maxSize: 3, timeout: "1s" } },
      ({ events }) => events.map((event) => (event.data as { n: number }).n),
    );
    await serveFunctions(inngest, [fn]);
    await inngest.send([1, 2].map((n) => ({ name: "batch/item", data: { n } })));
    await inngest.send([3, 4].map((n) => ({ name: "batch/item", data: { n } })));
    const runs = await endedRuns(database, "batch-fn", 2);
    expect(runs.map(dataOf)).toEqual([[1, 2, 3], [4]]);
  });

  test("cron: a tick starts the function once, and the next one is planned", async () => {
    const inngest = client("cron");
    const fn = inngest.createFunction(
      { id: "fn", triggers: { cron: "TZ=Asia/Kolkata 30 4 * * *" } },
      ({ event }) => event,
    );
    await serveFunctions(inngest, [fn]);
    const [planned] = await database.sql<{ due_at: Date }[]>`
      SELECT due_at FROM workflows.jobs WHERE kind = 'cron' AND function_id = 'cron-fn'`;
    expect(planned?.due_at.toISOString()).toMatch(/T23:00:00\.000Z$/);
    await database.sql`UPDATE workflows.jobs SET due_at = now() WHERE kind = 'cron' AND function_id = 'cron-fn'`;
    const [run] = await endedRuns(database, "cron-fn");
    expect(run?.output).toMatchObject({
      name: "inngest/scheduled.timer",
      data: { cron: "TZ=Asia/Kolkata 30 4 * * *" },
    });
    const [next] = await database.sql<{ due_at: Date }[]>`
      SELECT due_at FROM workflows.jobs WHERE kind = 'cron' AND function_id = 'cron-fn'`;
    expect(next?.due_at.toISOString()).toMatch(/T23:00:00\.000Z$/);
    await pause(100);
    expect(await runsOf(database, "cron-fn")).toHaveLength(1);
  });
});

describe("how runs end early", () => {
  test("onFailure gets the event and the error of the run that failed", async () => {
    const inngest = client("failure");
    const seen: unknown[] = [];
    const fn = inngest.createFunction(
      {
        id: "fn",
        triggers: { event: "failure/asked" },
        retries: 0,
        onFailure: async ({ event, error, step }) => {
          await step.run("note", () => {
            seen.push({ message: error.message, original: (event.data as { event: { data: unknown } }).event.data });
          });
        },
      },
      () => {
        throw new NonRetriableError("out of stock");
      },
    );
    await serveFunctions(inngest, [fn]);
    await inngest.send({ name: "failure/asked", data: { item: "dosa" } });
    expect(await endedRun(database, "failure-fn-failure")).toMatchObject({ status: "completed" });
    expect(seen).toEqual([{ message: "out of stock", original: { item: "dosa" } }]);
    const failed = await endedRun(database, "failure-fn");
    const [event] = await database.sql`SELECT name FROM workflows.events WHERE id = ${failed.id}`;
    expect(event).toEqual({ name: "inngest/function.failed" });
  });

  test("cancelOn cancels the run the event is about, waiting or sleeping; it emits function.cancelled and never failed", async () => {
    const inngest = client("cancel");
    const watcher = inngest.createFunction(
      { id: "watcher", triggers: { event: "inngest/function.cancelled" } },
      ({ event }) => (event.data as { function_id: string }).function_id,
    );
    let failures = 0;
    const fn = inngest.createFunction(
      {
        id: "fn",
        triggers: { event: "meal/ordered" },
        cancelOn: [{ event: "meal/cancelled", match: "data.id" }],
        onFailure: () => {
          failures += 1;
        },
      },
      async ({ event, step }) => {
        await step.waitForEvent("cooked", { event: "meal/cooked", timeout: "1h", match: "data.id" });
        return (event.data as { id: string }).id;
      },
    );
    await serveFunctions(inngest, [fn, watcher]);
    await inngest.send(["a", "b", "c"].map((id) => ({ name: "meal/ordered", data: { id } })));
    await untilWaiting(database, "meal/cooked", 3);
    // Older than the run: does not cancel it.
    await inngest.send({ name: "meal/cancelled", data: { id: "a" }, ts: Date.now() - 60_000 });
    await inngest.send({ name: "meal/cancelled", data: { id: "b" } });
    await until(
      () => runsOf(database, "cancel-fn"),
      (runs) => runs[1]?.status === "cancelled",
    );
    await inngest.send(["a", "b", "c"].map((id) => ({ name: "meal/cooked", data: { id } })));
    const runs = await endedRuns(database, "cancel-fn", 3);
    expect(runs.map(({ status }) => status)).toEqual(["completed", "cancelled", "completed"]);
    expect(await endedRun(database, "cancel-watcher")).toMatchObject({ output: "cancel-fn" });
    expect(failures).toBe(0);
  });

  test("a run cancelled in the middle of a step does not go on when the step is done", async () => {
    const inngest = client("mid-cancel");
    const ran: string[] = [];
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const fn = inngest.createFunction(
      { id: "fn", triggers: { event: "mid/asked" }, cancelOn: [{ event: "mid/cancelled" }] },
      async ({ step }) => {
        await step.run("first", async () => {
          ran.push("first");
          await held;
        });
        await step.run("second", () => void ran.push("second"));
      },
    );
    await serveFunctions(inngest, [fn]);
    await inngest.send({ name: "mid/asked" });
    await until(
      () => ran,
      (seen) => seen.length === 1,
    );
    await inngest.send({ name: "mid/cancelled" });
    expect(await endedRun(database, "mid-cancel-fn")).toMatchObject({ status: "cancelled" });
    release();
    await pause(200);
    expect(ran).toEqual(["first"]);
  });

  test("an operator cancels a run over HTTP", async () => {
    const inngest = client("operator");
    const fn = inngest.createFunction({ id: "fn", triggers: { event: "operator/asked" } }, async ({ step }) => {
      await step.sleep("long", "1h");
    });
    await serveFunctions(inngest, [fn]);
    const { ids } = await inngest.send({ name: "operator/asked" });
    const runs = await until(
      () =>
        fetch(`${engine.url}/v1/events/${ids[0]}/runs`).then(
          (r) => r.json() as Promise<{ data: { run_id: string }[] }>,
        ),
      ({ data }) => data.length === 1,
    );
    const url = `${engine.url}/v1/runs/${runs.data[0]?.run_id}`;
    expect((await fetch(url, { method: "DELETE" })).status).toBe(204);
    const run = await until(
      () => fetch(url).then((r) => r.json() as Promise<{ data: { status: string } }>),
      ({ data }) => data.status !== "Running",
    );
    expect(run.data.status).toBe("Cancelled");
  });
});

describe("concurrency", () => {
  /** Runs that record how many of them were inside at the same time, by key. */
  function gauge() {
    const inside = new Map<string, number>();
    const most = new Map<string, number>();
    return {
      most,
      enter: async (key: string) => {
        inside.set(key, (inside.get(key) ?? 0) + 1);
        most.set(key, Math.max(most.get(key) ?? 0, inside.get(key) ?? 0));
        await pause(40);
        inside.set(key, (inside.get(key) ?? 0) - 1);
      },
    };
  }

  test("a limit by key: one at a time in each city, the cities side by side", async () => {
    const inngest = client("cities");
    const inside = gauge();
    const fn = inngest.createFunction(
      { id: "round", triggers: { event: "round/asked" }, concurrency: { limit: 1, key: "event.data.city" } },
      async ({ event, step }) => {
        const { city } = event.data as { city: string };
        await step.run("match", () => inside.enter(city));
        await step.run("offer", () => inside.enter(city));
      },
    );
    await serveFunctions(inngest, [fn]);
    await inngest.send(
      Array.from({ length: 12 }, (_, n) => ({ name: "round/asked", data: { city: n % 2 === 0 ? "delhi" : "pune" } })),
    );
    const runs = await endedRuns(database, "cities-round", 12);
    expect(runs.every(({ status }) => status === "completed")).toBe(true);
    expect(Object.fromEntries(inside.most)).toEqual({ delhi: 1, pune: 1 });
    expect(await database.sql`SELECT used FROM workflows.slots WHERE used <> 0`).toEqual([]);
  });

  test("a run that waits holds no slot", async () => {
    const inngest = client("waiters");
    const fn = inngest.createFunction(
      { id: "fn", triggers: { event: "waiter/asked" }, concurrency: 1 },
      async ({ step }) => step.waitForEvent("go", { event: "waiter/go", timeout: "1h" }).then(() => "went"),
    );
    await serveFunctions(inngest, [fn]);
    await inngest.send([1, 2, 3].map((n) => ({ name: "waiter/asked", data: { n } })));
    await untilWaiting(database, "waiter/go", 3);
    await inngest.send({ name: "waiter/go" });
    const runs = await endedRuns(database, "waiters-fn", 3);
    expect(runs.map(dataOf)).toEqual(["went", "went", "went"]);
  });

  test("a failing run gives its slot to others while it waits for its next try", async () => {
    const inngest = client("slots");
    const order: string[] = [];
    const fn = inngest.createFunction(
      { id: "fn", triggers: { event: "slot/asked" }, concurrency: 1, retries: 2 },
      ({ event, attempt }) => {
        const { name } = event.data as { name: string };
        order.push(`${name} ${attempt}`);
        if (name === "bad") throw new Error("bad");
      },
    );
    await serveFunctions(inngest, [fn]);
    await inngest.send({ name: "slot/asked", data: { name: "bad" } });
    await inngest.send({ name: "slot/asked", data: { name: "good" } });
    const runs = await endedRuns(database, "slots-fn", 2);
    expect(runs.map(({ status }) => status)).toEqual(["failed", "completed"]);
    expect(order.indexOf("good 0")).toBeLessThan(order.indexOf("bad 2"));
    expect(await database.sql`SELECT used FROM workflows.slots WHERE used <> 0`).toEqual([]);
  });

  test("a slot that nobody holds is found and given out again; one that is held is left alone", async () => {
    const inngest = client("repair");
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const fn = inngest.createFunction(
      { id: "fn", triggers: { event: "repair/asked" }, concurrency: { limit: 1, key: "event.data.key" } },
      async ({ event }) => {
        const { key } = event.data as { key: string };
        if (key === "held") await held;
        return key;
      },
    );
    await serveFunctions(inngest, [fn]);
    await inngest.send({ name: "repair/asked", data: { key: "held" } });
    await until(
      () =>
        database.sql<
          { key: string; used: number }[]
        >`SELECT key, used FROM workflows.slots WHERE key LIKE 'fn:repair%'`,
      ([slot]) => slot?.used === 1,
    );
    await database.sql`INSERT INTO workflows.slots (key, used) VALUES ('fn:repair-fn:0:lost', 1)`;
    await inngest.send({ name: "repair/asked", data: { key: "lost" } });
    await until(
      () => database.sql`SELECT 1 FROM workflows.jobs WHERE blocked_on = 'fn:repair-fn:0:lost'`,
      (rows) => rows.length === 1,
    );
    const sql = connect(database.url, 2);
    expect(await repairSlots(sql)).toEqual(["fn:repair-fn:0:lost"]);
    expect(await repairSlots(sql)).toEqual([]);
    await sql.end();
    await until(
      () => runsOf(database, "repair-fn"),
      (runs) => runs[1]?.status === "completed" && runs[0]?.status === "running",
    );
    release();
    await endedRuns(database, "repair-fn", 2);
    expect(await database.sql`SELECT used FROM workflows.slots WHERE used <> 0`).toEqual([]);
  });

  test("two limits at once, one of them shared by two functions", async () => {
    const inngest = client("shared");
    const inside = gauge();
    const concurrency: [{ limit: number }, { limit: number; key: string; scope: "env" }] = [
      { limit: 3 },
      { limit: 1, key: '"printer"', scope: "env" },
    ];
    const body = () => inside.enter("printer");
    const one = inngest.createFunction({ id: "one", triggers: { event: "print/asked" }, concurrency }, body);
    const two = inngest.createFunction({ id: "two", triggers: { event: "print/asked" }, concurrency }, body);
    await serveFunctions(inngest, [one, two]);
    await inngest.send(Array.from({ length: 5 }, (_, n) => ({ name: "print/asked", data: { n } })));
    await endedRuns(database, "shared-one", 5);
    await endedRuns(database, "shared-two", 5);
    expect(inside.most.get("printer")).toBe(1);
    expect(await database.sql`SELECT used FROM workflows.slots WHERE used <> 0`).toEqual([]);
  });
});
