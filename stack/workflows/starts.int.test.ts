import { NonRetriableError } from "inngest";
import { describe, expect, test } from "vitest";
import { engineForTests } from "./testing/engine-for-tests.ts";
import { endedRun, endedRuns, pause, runsOf, until, untilWaiting } from "./testing/harness.ts";

const world = engineForTests();
const { client, serveFunctions } = world;
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
      fetch(`${world.engine.url}/e/any-key`, {
        method: "POST",
        headers: { "x-inngest-event-id-seed": "1700000000000,c2VlZA==" },
        body: JSON.stringify([{ name: "dedupe/asked", data: { n: 4 } }]),
      }).then((response) => response.json());
    expect(await post()).toEqual(await post());
    await pause(100);
    const runs = await endedRuns(world.database, "dedupe-fn", 2);
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
    expect((await endedRuns(world.database, "triggers-some")).map(dataOf)).toEqual([{ amount: 11 }]);
    const names = (await endedRuns(world.database, "triggers-every", 3)).map(dataOf);
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
    await world.database.sql`UPDATE workflows.idempotency SET expires_at = now() WHERE key = 'a'`;
    await inngest.send({ name: "once/asked", data: { order: "a", n: 5 } });
    const runs = await endedRuns(world.database, "once-fn", 3);
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
    expect(await runsOf(world.database, "debounce-fn")).toEqual([]);
    const runs = await endedRuns(world.database, "debounce-fn", 2);
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
    const runs = await endedRuns(world.database, "batch-fn", 2);
    expect(runs.map(dataOf)).toEqual([[1, 2, 3], [4]]);
  });

  test("cron: a tick starts the function once, and the next one is planned", async () => {
    const inngest = client("cron");
    const fn = inngest.createFunction(
      { id: "fn", triggers: { cron: "TZ=Asia/Kolkata 30 4 * * *" } },
      ({ event }) => event,
    );
    await serveFunctions(inngest, [fn]);
    const [planned] = await world.database.sql<{ due_at: Date }[]>`
      SELECT due_at FROM workflows.jobs WHERE kind = 'cron' AND function_id = 'cron-fn'`;
    expect(planned?.due_at.toISOString()).toMatch(/T23:00:00\.000Z$/);
    await world.database.sql`UPDATE workflows.jobs SET due_at = now() WHERE kind = 'cron' AND function_id = 'cron-fn'`;
    const [run] = await endedRuns(world.database, "cron-fn");
    expect(run?.output).toMatchObject({
      name: "inngest/scheduled.timer",
      data: { cron: "TZ=Asia/Kolkata 30 4 * * *" },
    });
    const [next] = await world.database.sql<{ due_at: Date }[]>`
      SELECT due_at FROM workflows.jobs WHERE kind = 'cron' AND function_id = 'cron-fn'`;
    expect(next?.due_at.toISOString()).toMatch(/T23:00:00\.000Z$/);
    await pause(100);
    expect(await runsOf(world.database, "cron-fn")).toHaveLength(1);
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
    expect(await endedRun(world.database, "failure-fn-failure")).toMatchObject({ status: "completed" });
    expect(seen).toEqual([{ message: "out of stock", original: { item: "dosa" } }]);
    const failed = await endedRun(world.database, "failure-fn");
    const [event] = await world.database.sql`SELECT name FROM workflows.events WHERE id = ${failed.id}`;
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
    await untilWaiting(world.database, "meal/cooked", 3);
    // Older than the run: does not cancel it.
    await inngest.send({ name: "meal/cancelled", data: { id: "a" }, ts: Date.now() - 60_000 });
    await inngest.send({ name: "meal/cancelled", data: { id: "b" } });
    await until(
      () => runsOf(world.database, "cancel-fn"),
      (runs) => runs[1]?.status === "cancelled",
    );
    await inngest.send(["a", "b", "c"].map((id) => ({ name: "meal/cooked", data: { id } })));
    const runs = await endedRuns(world.database, "cancel-fn", 3);
    expect(runs.map(({ status }) => status)).toEqual(["completed", "cancelled", "completed"]);
    expect(await endedRun(world.database, "cancel-watcher")).toMatchObject({ output: "cancel-fn" });
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
    expect(await endedRun(world.database, "mid-cancel-fn")).toMatchObject({ status: "cancelled" });
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
        fetch(`${world.engine.url}/v1/events/${ids[0]}/runs`).then(
          (r) => r.json() as Promise<{ data: { run_id: string }[] }>,
        ),
      ({ data }) => data.length === 1,
    );
    const url = `${world.engine.url}/v1/runs/${runs.data[0]?.run_id}`;
    expect((await fetch(url, { method: "DELETE" })).status).toBe(204);
    const run = await until(
      () => fetch(url).then((r) => r.json() as Promise<{ data: { status: string } }>),
      ({ data }) => data.status !== "Running",
    );
    expect(run.data.status).toBe("Cancelled");
  });
});
