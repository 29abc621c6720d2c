import { describe, expect, test } from "vitest";
import { connect } from "./database.ts";
import { repairSlots } from "./gates.ts";
import { engineForTests } from "./testing/engine-for-tests.ts";
import { endedRuns, pause, runsOf, until, untilWaiting } from "./testing/harness.ts";

const world = engineForTests();
const { client, serveFunctions } = world;
const dataOf = (run: { output: unknown }) => run.output;

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
    const runs = await endedRuns(world.database, "cities-round", 12);
    expect(runs.every(({ status }) => status === "completed")).toBe(true);
    expect(Object.fromEntries(inside.most)).toEqual({ delhi: 1, pune: 1 });
    expect(await world.database.sql`SELECT used FROM workflows.slots WHERE used <> 0`).toEqual([]);
  });

  test("a run that waits holds no slot", async () => {
    const inngest = client("waiters");
    const fn = inngest.createFunction(
      { id: "fn", triggers: { event: "waiter/asked" }, concurrency: 1 },
      async ({ step }) => step.waitForEvent("go", { event: "waiter/go", timeout: "1h" }).then(() => "went"),
    );
    await serveFunctions(inngest, [fn]);
    await inngest.send([1, 2, 3].map((n) => ({ name: "waiter/asked", data: { n } })));
    await untilWaiting(world.database, "waiter/go", 3);
    await inngest.send({ name: "waiter/go" });
    const runs = await endedRuns(world.database, "waiters-fn", 3);
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
    const runs = await endedRuns(world.database, "slots-fn", 2);
    expect(runs.map(({ status }) => status)).toEqual(["failed", "completed"]);
    expect(order.indexOf("good 0")).toBeLessThan(order.indexOf("bad 2"));
    expect(await world.database.sql`SELECT used FROM workflows.slots WHERE used <> 0`).toEqual([]);
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
        world.database.sql<
          { key: string; used: number }[]
        >`SELECT key, used FROM workflows.slots WHERE key LIKE 'fn:repair%'`,
      ([slot]) => slot?.used === 1,
    );
    await world.database.sql`INSERT INTO workflows.slots (key, used) VALUES ('fn:repair-fn:0:lost', 1)`;
    await inngest.send({ name: "repair/asked", data: { key: "lost" } });
    await until(
      () => world.database.sql`SELECT 1 FROM workflows.jobs WHERE blocked_on = 'fn:repair-fn:0:lost'`,
      (rows) => rows.length === 1,
    );
    const sql = connect(world.database.url, 2);
    expect(await repairSlots(sql)).toEqual(["fn:repair-fn:0:lost"]);
    expect(await repairSlots(sql)).toEqual([]);
    await sql.end();
    await until(
      () => runsOf(world.database, "repair-fn"),
      (runs) => runs[1]?.status === "completed" && runs[0]?.status === "running",
    );
    release();
    await endedRuns(world.database, "repair-fn", 2);
    expect(await world.database.sql`SELECT used FROM workflows.slots WHERE used <> 0`).toEqual([]);
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
    await endedRuns(world.database, "shared-one", 5);
    await endedRuns(world.database, "shared-two", 5);
    expect(inside.most.get("printer")).toBe(1);
    expect(await world.database.sql`SELECT used FROM workflows.slots WHERE used <> 0`).toEqual([]);
  });
});
