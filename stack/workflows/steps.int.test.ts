import { NonRetriableError, RetryAfterError } from "inngest";
import { describe, expect, test } from "vitest";
import { engineForTests } from "./testing/engine-for-tests.ts";
import { endedRun, endedRuns, pause, runsOf, until, untilWaiting } from "./testing/harness.ts";

const world = engineForTests();
const { client, serveFunctions } = world;

describe("steps", () => {
  test("a function runs step by step, each once, and its result is kept", async () => {
    const inngest = client("steps");
    const calls: string[] = [];
    const fn = inngest.createFunction({ id: "sum", triggers: { event: "sum/asked" } }, async ({ event, step }) => {
      const one = await step.run("one", () => (calls.push("one"), 1));
      const two = await step.run("two", () => (calls.push("two"), 2));
      const nothing = await step.run("nothing", () => {});
      return { total: one + two + (event.data as { more: number }).more, nothing };
    });
    await serveFunctions(inngest, [fn]);
    await inngest.send({ name: "sum/asked", data: { more: 4 } });
    const run = await endedRun(world.database, "steps-sum");
    expect(run).toMatchObject({ status: "completed", output: { total: 7, nothing: null } });
    expect(calls).toEqual(["one", "two"]);
  });

  test("the same without checkpointing", async () => {
    const inngest = client("plain");
    const calls: string[] = [];
    const fn = inngest.createFunction(
      { id: "sum", triggers: { event: "plain/asked" }, checkpointing: false },
      async ({ step }) => {
        const one = await step.run("one", () => (calls.push("one"), 1));
        const two = await step.run("two", () => (calls.push("two"), 2));
        return one + two;
      },
    );
    await serveFunctions(inngest, [fn]);
    await inngest.send({ name: "plain/asked" });
    expect(await endedRun(world.database, "plain-sum")).toMatchObject({ status: "completed", output: 3 });
    expect(calls).toEqual(["one", "two"]);
  });

  test("a step that throws is tried again, with what was done before memoised", async () => {
    const inngest = client("retrying");
    const seen: string[] = [];
    const fn = inngest.createFunction(
      { id: "flaky", triggers: { event: "flaky/asked" }, retries: 3 },
      async ({ step, attempt }) => {
        await step.run("first", () => void seen.push("first"));
        return step.run("second", () => {
          seen.push(`second ${attempt}`);
          if (attempt < 2) throw new Error(`attempt ${attempt}`);
          return "done";
        });
      },
    );
    await serveFunctions(inngest, [fn]);
    await inngest.send({ name: "flaky/asked" });
    expect(await endedRun(world.database, "retrying-flaky")).toMatchObject({ status: "completed", output: "done" });
    expect(seen).toEqual(["first", "second 0", "second 1", "second 2"]);
    const errors = await world.database
      .sql`SELECT attempt, error->>'message' AS message FROM workflows.errors ORDER BY id`;
    expect(errors.slice(-2)).toEqual([
      { attempt: 0, message: "attempt 0" },
      { attempt: 1, message: "attempt 1" },
    ]);
  });

  test("a step out of tries throws into the function, which may catch it", async () => {
    const inngest = client("caught");
    const fn = inngest.createFunction(
      { id: "catch", triggers: { event: "catch/asked" }, retries: 1 },
      async ({ step }) => {
        try {
          await step.run("always", () => {
            throw new TypeError("never works");
          });
        } catch (error) {
          const { name, message } = error as Error;
          return step.run("plan b", () => ({ name, message }));
        }
        return null;
      },
    );
    await serveFunctions(inngest, [fn]);
    await inngest.send({ name: "catch/asked" });
    expect(await endedRun(world.database, "caught-catch")).toMatchObject({
      status: "completed",
      output: { name: "TypeError", message: "never works" },
    });
  });

  test("a function that throws is tried as often as it asked, then fails; NonRetriableError fails at once", async () => {
    const inngest = client("failing");
    let tries = 0;
    let finalTries = 0;
    const broken = inngest.createFunction({ id: "broken", triggers: { event: "broken/asked" }, retries: 2 }, () => {
      tries += 1;
      throw new Error("broken");
    });
    const final = inngest.createFunction({ id: "final", triggers: { event: "broken/asked" }, retries: 5 }, () => {
      finalTries += 1;
      throw new NonRetriableError("no use");
    });
    await serveFunctions(inngest, [broken, final]);
    await inngest.send({ name: "broken/asked" });
    const run = await endedRun(world.database, "failing-broken");
    expect(run).toMatchObject({ status: "failed", error: { name: "Error", message: "broken" } });
    expect(tries).toBe(3);
    expect(await endedRun(world.database, "failing-final")).toMatchObject({
      status: "failed",
      error: { message: "no use" },
    });
    expect(finalTries).toBe(1);
  });

  test("RetryAfterError decides when: seconds, and not the backoff", async () => {
    const inngest = client("later");
    const times: number[] = [];
    const fn = inngest.createFunction({ id: "later", triggers: { event: "later/asked" } }, async ({ step }) =>
      step.run("busy", () => {
        times.push(Date.now());
        if (times.length === 1) throw new RetryAfterError("busy", "2s");
        return "ok";
      }),
    );
    await serveFunctions(inngest, [fn]);
    await inngest.send({ name: "later/asked" });
    expect(await endedRun(world.database, "later-later")).toMatchObject({ status: "completed" });
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(1_990);
  });

  test("sleep and sleepUntil", async () => {
    const inngest = client("sleeping");
    const fn = inngest.createFunction({ id: "sleeper", triggers: { event: "sleep/asked" } }, async ({ step }) => {
      await step.sleep("a second", "1s");
      await step.sleepUntil("until then", new Date(Date.now() - 1_000));
      return "awake";
    });
    await serveFunctions(inngest, [fn]);
    const before = Date.now();
    await inngest.send({ name: "sleep/asked" });
    expect(await endedRun(world.database, "sleeping-sleeper")).toMatchObject({ status: "completed", output: "awake" });
    expect(Date.now() - before).toBeGreaterThanOrEqual(1_000);
  });

  test("sendEvent from a step starts other functions, with the id it was given", async () => {
    const inngest = client("sending");
    const sender = inngest.createFunction({ id: "sender", triggers: { event: "send/asked" } }, async ({ step }) => {
      const sent = await step.sendEvent("tell", { name: "send/told", id: "told-1", data: { n: 1 } });
      return sent.ids;
    });
    const receiver = inngest.createFunction(
      { id: "receiver", triggers: { event: "send/told" } },
      ({ event }) => event.data,
    );
    await serveFunctions(inngest, [sender, receiver]);
    await inngest.send({ name: "send/asked" });
    expect(await endedRun(world.database, "sending-sender")).toMatchObject({ output: ["told-1"] });
    expect(await endedRun(world.database, "sending-receiver")).toMatchObject({ status: "completed", output: { n: 1 } });
  });
});

describe("waitForEvent", () => {
  test("match: wakes the one run that the event is about, and hands it the event", async () => {
    const inngest = client("waiting");
    const fn = inngest.createFunction({ id: "order", triggers: { event: "order/placed" } }, async ({ step }) => {
      const accepted = await step.waitForEvent("accept", {
        event: "order/accepted",
        timeout: "1h",
        match: "data.orderId",
      });
      return (accepted as { data: { by: string } } | null)?.data.by ?? "nobody";
    });
    await serveFunctions(inngest, [fn]);
    await inngest.send([
      { name: "order/placed", data: { orderId: "a" } },
      { name: "order/placed", data: { orderId: "b" } },
    ]);
    await untilWaiting(world.database, "order/accepted", 2);
    await inngest.send({ name: "order/accepted", data: { orderId: "b", by: "mira" } });
    await inngest.send({ name: "order/accepted", data: { orderId: "c", by: "nobody" } });
    await inngest.send({ name: "order/accepted", data: { orderId: "a", by: "asha" } });
    const runs = await endedRuns(world.database, "waiting-order", 2);
    expect(runs.map(({ output }) => output)).toEqual(["asha", "mira"]);
  });

  test("if: any condition over both events", async () => {
    const inngest = client("conditions");
    const fn = inngest.createFunction({ id: "big", triggers: { event: "bid/opened" } }, async ({ step }) => {
      const bid = await step.waitForEvent("bid", {
        event: "bid/made",
        timeout: "1h",
        if: "async.data.lot == event.data.lot && async.data.amount >= event.data.minimum && async.data.fake != true",
      });
      return (bid as { data: { amount: number } } | null)?.data.amount ?? null;
    });
    await serveFunctions(inngest, [fn]);
    await inngest.send({ name: "bid/opened", data: { lot: 7, minimum: 100 } });
    await untilWaiting(world.database, "bid/made");
    await inngest.send([
      { name: "bid/made", data: { lot: 7, amount: 99 } },
      { name: "bid/made", data: { lot: 8, amount: 500 } },
      { name: "bid/made", data: { lot: 7, amount: 700, fake: true } },
      { name: "bid/made", data: { lot: 7, amount: 100 } },
    ]);
    expect(await endedRun(world.database, "conditions-big")).toMatchObject({ status: "completed", output: 100 });
  });

  test("the timeout gives null, and the late event changes nothing", async () => {
    const inngest = client("timing-out");
    const fn = inngest.createFunction({ id: "slow", triggers: { event: "slow/asked" } }, async ({ step }) => {
      const answer = await step.waitForEvent("answer", { event: "slow/answered", timeout: "1s" });
      return answer === null ? "too late" : "in time";
    });
    await serveFunctions(inngest, [fn]);
    await inngest.send({ name: "slow/asked" });
    expect(await endedRun(world.database, "timing-out-slow")).toMatchObject({ output: "too late" });
    await inngest.send({ name: "slow/answered" });
    await pause(100);
    expect(await runsOf(world.database, "timing-out-slow")).toMatchObject([
      { status: "completed", output: "too late" },
    ]);
  });

  test("an event that comes before its wait is lost, as on Inngest's server; the row read after the wait saves it", async () => {
    const inngest = client("early");
    const row = { ready: false };
    const fn = inngest.createFunction({ id: "early", triggers: { event: "early/asked" } }, async ({ step }) => {
      await step.run("something that takes a while", async () => {
        row.ready = true;
        await inngest.send({ name: "early/ready" });
      });
      const woken = await step.waitForEvent("ready", { event: "early/ready", timeout: "1s" });
      const ready = await step.run("read the row", () => row.ready);
      return { woken: woken !== null, ready };
    });
    await serveFunctions(inngest, [fn]);
    await inngest.send({ name: "early/asked" });
    expect(await endedRun(world.database, "early-early")).toMatchObject({ output: { woken: false, ready: true } });
  });
});

describe("parallel steps and invoke", () => {
  test("Promise.all runs its steps at the same time and goes on once, when all are done", async () => {
    const inngest = client("parallel");
    const order: string[] = [];
    let after = 0;
    const fn = inngest.createFunction({ id: "all", triggers: { event: "all/asked" } }, async ({ step }) => {
      const results = await Promise.all([
        step.run("a", async () => (order.push("a starts"), await pause(150), order.push("a ends"), 1)),
        step.run("b", async () => (order.push("b starts"), await pause(50), order.push("b ends"), 2)),
        step.sleep("c", "1s").then(() => 3),
      ]);
      after += 1;
      return step.run("sum", () => results.reduce((sum, n) => sum + n, 0));
    });
    await serveFunctions(inngest, [fn]);
    await inngest.send({ name: "all/asked" });
    expect(await endedRun(world.database, "parallel-all")).toMatchObject({ status: "completed", output: 6 });
    expect(order.slice(0, 2).sort()).toEqual(["a starts", "b starts"]);
    expect(order.slice(2)).toEqual(["b ends", "a ends"]);
    expect(after).toBeLessThanOrEqual(3);
  });

  test("a parallel branch that throws is tried again by itself", async () => {
    const inngest = client("branches");
    const ran = { good: 0, bad: 0 };
    const fn = inngest.createFunction({ id: "two", triggers: { event: "two/asked" }, retries: 3 }, async ({ step }) =>
      Promise.all([
        step.run("good", () => ++ran.good),
        step.run("bad", () => {
          ran.bad += 1;
          if (ran.bad < 3) throw new Error("not yet");
          return ran.bad;
        }),
      ]),
    );
    await serveFunctions(inngest, [fn]);
    await inngest.send({ name: "two/asked" });
    expect(await endedRun(world.database, "branches-two")).toMatchObject({ status: "completed", output: [1, 3] });
    expect(ran).toEqual({ good: 1, bad: 3 });
  });

  test("a race goes on with the first; the SDK keeps the run open until the loser is done too", async () => {
    const inngest = client("racing");
    const after: string[] = [];
    const fn = inngest.createFunction({ id: "race", triggers: { event: "race/asked" } }, async ({ step }) => {
      const winner = await Promise.race([
        step.waitForEvent("event", { event: "race/never", timeout: "1h" }).then(() => "event"),
        step.sleep("sleep", "1s").then(() => "sleep"),
      ]);
      return step.run("after", () => (after.push(winner), winner));
    });
    await serveFunctions(inngest, [fn]);
    await inngest.send({ name: "race/asked" });
    await until(
      () => after,
      ([winner]) => winner === "sleep",
    );
    await inngest.send({ name: "race/never" });
    expect(await endedRun(world.database, "racing-race")).toMatchObject({ status: "completed", output: "sleep" });
    expect(after).toEqual(["sleep"]);
  });

  test("invoke returns what the other function returns, or throws what it threw", async () => {
    const inngest = client("invoking");
    const double = inngest.createFunction({ id: "double", triggers: [] }, async ({ event, step }) =>
      step.run("double", () => (event.data as { n: number }).n * 2),
    );
    const broken = inngest.createFunction({ id: "broken", triggers: [], retries: 0 }, () => {
      throw new Error("broken inside");
    });
    const caller = inngest.createFunction({ id: "caller", triggers: { event: "invoke/asked" } }, async ({ step }) => {
      const doubled = await step.invoke("call double", { function: double, data: { n: 21 } });
      const error = await step.invoke("call broken", { function: broken, data: {} }).then(
        () => null,
        (thrown: Error) => thrown.message,
      );
      return { doubled, error };
    });
    await serveFunctions(inngest, [double, broken, caller]);
    await inngest.send({ name: "invoke/asked" });
    expect(await endedRun(world.database, "invoking-caller")).toMatchObject({
      status: "completed",
      output: { doubled: 42, error: "broken inside" },
    });
  });

  test("invoke gives up at its timeout", async () => {
    const inngest = client("impatient");
    const slow = inngest.createFunction({ id: "slow", triggers: [] }, async ({ step }) => {
      await step.sleep("long", "1h");
    });
    const caller = inngest.createFunction({ id: "caller", triggers: { event: "impatient/asked" } }, ({ step }) =>
      step.invoke("call", { function: slow, timeout: "1s" }).then(
        () => "done",
        (error: Error) => error.name,
      ),
    );
    await serveFunctions(inngest, [slow, caller]);
    await inngest.send({ name: "impatient/asked" });
    expect(await endedRun(world.database, "impatient-caller")).toMatchObject({ output: "InngestInvokeTimeoutError" });
  });

  test("a step the engine does not do fails the run by name", async () => {
    const inngest = client("signals");
    const fn = inngest.createFunction({ id: "signal", triggers: { event: "signal/asked" } }, async ({ step }) => {
      await step.waitForSignal("signal", { signal: "s", timeout: "1h", onConflict: "fail" });
    });
    await serveFunctions(inngest, [fn]);
    await inngest.send({ name: "signal/asked" });
    const run = await endedRun(world.database, "signals-signal");
    expect(run.status).toBe("failed");
    expect(run.error?.message).toBe('step "signal" asks for WaitForSignal, which the embedded engine does not do');
  });
});
