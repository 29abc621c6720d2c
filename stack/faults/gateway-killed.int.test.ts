import { randomUUID } from "node:crypto";
import { Redis } from "ioredis";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { insertKitchen } from "@tiffin/db/testing/fixtures";
import { booksOf, mistakesInTheBooks, ordersUnder, strandedOrders, twoMinutesPass } from "./testing/books.ts";
import { type Answer, type Customer, signIn } from "./testing/customer.ts";
import { eventually } from "./testing/eventually.ts";
import { createFaultWorld, type FaultWorld } from "./testing/fault-world.ts";
import { authorisationOf } from "./testing/order-steps.ts";

/**
 * One kill -9 of the gateway hits orders at every step of their placing. Each is brought to its step from outside, by a
 * lock in Postgres, a pause of Redis or a gate before the payment gateway, and stays there until the process is dead.
 */
const STEPS = [
  "before the row",
  "after the row, before the payment gateway is asked",
  "while the payment gateway authorises",
  "after the authorisation, before its answer",
  "while the confirmation waits in Postgres, which writes it later",
  "while the confirmation waits in Postgres, which gives it up",
  "after the confirmation, before the answer",
] as const;
type Step = (typeof STEPS)[number];

let world: FaultWorld;
let customer: Customer;
/** The keys of the orders that are sent again, and of those that aren't. */
const repeated = new Map<Step, string>();
const abandoned = new Map<Step, string>();
const answers = new Map<Step, Answer>();

beforeAll(async () => {
  world = await createFaultWorld({ postgresUrl: inject("postgresUrl"), soketi: inject("soketi") });
  customer = await signIn(world, await insertKitchen(world.db));
  await killAtEveryStep();
  await world.gateway.start();
  const again = async (step: Step) => answers.set(step, await customer.place(repeated.get(step)!, tokenAt(step)));
  await Promise.all(STEPS.map(again));
});
afterAll(() => world.close());

describe("a customer whose gateway was killed, and who sends the order again", () => {
  it.each(STEPS)("has one order and one charge: %s", async (step) => {
    const key = repeated.get(step)!;
    const answer = answers.get(step)!;
    expect(answer).toMatchObject({ status: 201, body: { status: "CONFIRMED" } });
    expect(await ordersUnder(world, key)).toEqual([{ id: answer.body.id, status: "CONFIRMED" }]);
    expect(await booksOf(world, answer.body.id)).toEqual({
      order: "CONFIRMED",
      payment: "AUTHORIZED",
      charges: ["authorized"],
    });
    expect(await customer.place(key, tokenAt(step))).toEqual({ ...answer, isReplay: true });
  });
});

describe("a customer whose gateway was killed, and who never comes back", () => {
  beforeAll(async () => {
    await twoMinutesPass(world);
    await world.reconcile();
    await eventually(async () => (await strandedOrders(world)) === 0);
  });

  it.each(STEPS)("has an order that is paid, or none: %s", async (step) => {
    const [order, ...more] = await ordersUnder(world, abandoned.get(step)!);
    expect(more).toEqual([]);
    if (step === "before the row") {
      expect(order).toBeUndefined();
    } else if (step === "after the row, before the payment gateway is asked") {
      expect(await booksOf(world, order!.id)).toEqual({ order: "CANCELLED", payment: "VOIDED", charges: [] });
    } else {
      const paid = { order: "CONFIRMED", payment: "AUTHORIZED", charges: ["authorized"] };
      expect(await booksOf(world, order!.id)).toEqual(paid);
    }
  });

  it("leaves books that agree", async () => {
    expect(await mistakesInTheBooks(world)).toEqual([]);
  });
});

const tokenAt = (step: Step) => (step === "while the payment gateway authorises" ? "tok_slow" : "tok_ok");

/** Brings two orders to each step, one to be sent again and one not, and kills the gateway. */
async function killAtEveryStep(): Promise<void> {
  const { payments, gateway, sandbox, databaseUrl, redisUrl } = world;
  // Nobody helps from outside: what the process has lost, it has lost.
  await sandbox.fault({ kind: "webhook_drop" });
  const sql = postgres(databaseUrl, { max: 8 });
  const redis = new Redis(redisUrl);
  const lost: Promise<string>[] = [];
  const place = (key: string, step: Step) =>
    lost.push(
      customer.place(key, tokenAt(step)).then(
        () => key,
        () => "no answer",
      ),
    );

  const holdAt = (at: "request" | "answer", key: string) => payments.hold(at, authorisationOf(world, key));

  const locks = new Set<{ readonly pid: number; rollback(): Promise<void> }>();
  /** Holds a lock until the process that waits for it is dead. */
  async function lock(statement: string) {
    const own = await sql.reserve();
    const [backend] = await own<{ pid: number }[]>`select pg_backend_pid() as pid`;
    await own.unsafe(`begin; ${statement}`);
    const held = {
      pid: backend!.pid,
      async rollback() {
        if (locks.delete(held)) await own.unsafe("rollback").finally(() => own.release());
      },
    };
    locks.add(held);
    return held;
  }
  /** The gateway's connections that wait for a lock of ours. */
  const waitingFor = ({ pid }: { readonly pid: number }) =>
    sql<{ pid: number }[]>`select pid from pg_stat_activity where ${pid} = any(pg_blocking_pids(pid))`;

  async function confirmationWaits(key: string) {
    const held = holdAt("answer", key);
    await held.reached;
    const row = await lock(`select from orders where idempotency_key = '${key}' for update`);
    held.release();
    await eventually(async () => (await waitingFor(row)).length === 1);
    const [waiting] = await waitingFor(row);
    return { row, waiting: waiting!.pid };
  }
  const givenUp: number[] = [];
  const toConfirm: { key: string; row: { rollback(): Promise<void> } }[] = [];
  const neverSent: { lose(): void }[] = [];
  const arrivals: Partial<Record<Step, (key: string) => Promise<unknown>>> = {
    "while the confirmation waits in Postgres, which writes it later": confirmationWaits,
    "while the confirmation waits in Postgres, which gives it up": async (key) => {
      givenUp.push((await confirmationWaits(key)).waiting);
    },
    "after the confirmation, before the answer": async (key) => {
      toConfirm.push({ key, row: (await confirmationWaits(key)).row });
    },
    "after the row, before the payment gateway is asked": (key) => {
      const held = holdAt("request", key);
      if (key === abandoned.get("after the row, before the payment gateway is asked")) neverSent.push(held);
      return held.reached;
    },
    "after the authorisation, before its answer": (key) => holdAt("answer", key).reached,
    "while the payment gateway authorises": (key) =>
      eventually(async () => (await Promise.all(payments.calls.map(authorisationOf(world, key)))).includes(true)),
  };
  const bring = async (step: Step, arrival: (key: string) => Promise<unknown>) => {
    for (const keys of [repeated, abandoned]) keys.set(step, randomUUID());
    const both = [repeated.get(step)!, abandoned.get(step)!];
    for (const key of both) place(key, step);
    await Promise.all(both.map(arrival));
  };

  // Those that wait for the payment gateway come last: it is given up after five seconds.
  const steps = Object.entries(arrivals) as [Step, (key: string) => Promise<unknown>][];
  await Promise.all(steps.slice(0, 3).map(([step, arrival]) => bring(step, arrival)));
  await Promise.all(steps.slice(3).map(([step, arrival]) => bring(step, arrival)));
  const menu = await lock("lock table menu_items in access exclusive mode");
  // A placing reads the menu in one statement: with two of them, both placings wait.
  await bring("before the row", () => eventually(async () => (await waitingFor(menu)).length === 2));
  // The answer to a confirmed order waits for Redis to remember it.
  await redis.client("PAUSE", 60_000, "WRITE");
  for (const { key, row } of toConfirm) {
    await row.rollback();
    await eventually(async () => (await ordersUnder(world, key))[0]?.status === "CONFIRMED");
  }

  await gateway.kill();
  expect(new Set(await Promise.all(lost))).toEqual(new Set(["no answer"]));
  for (const pid of givenUp) await sql`select pg_terminate_backend(${pid})`;
  for (const held of locks) await held.rollback();
  for (const held of neverSent) held.lose();
  // What the dead one had sent arrives late.
  payments.open();
  await redis.client("UNPAUSE");
  redis.disconnect();
  await sql.end();
}
