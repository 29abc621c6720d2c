import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { type FixtureKitchen, insertKitchen } from "@tiffin/db/testing/fixtures";
import { booksOf, mistakesInTheBooks, twoMinutesPass } from "./testing/books.ts";
import { type Customer, signIn } from "./testing/customer.ts";
import { eventually } from "./testing/eventually.ts";
import { createFaultWorld, type FaultWorld } from "./testing/fault-world.ts";
import { changeOf, pickUp, pickUpPaid, placePaid, spill } from "./testing/order-steps.ts";

let world: FaultWorld;
let kitchen: FixtureKitchen;
let customer: Customer;
beforeAll(async () => {
  world = await createFaultWorld({ postgresUrl: inject("postgresUrl"), soketi: inject("soketi") });
  kitchen = await insertKitchen(world.db);
  customer = await signIn(world, kitchen);
});
afterAll(() => world.close());

describe("a worker that is killed while it moves money", () => {
  it("moves it once: the next one goes on, and what the dead one had sent does no harm when it arrives late", async () => {
    const two = <T>(make: () => Promise<T>) => Promise.all([make(), make()]);
    const [captured, voided, refunded] = await Promise.all([
      two(() => placePaid(customer)),
      two(() => placePaid(customer)),
      two(() => pickUpPaid(world, kitchen, customer)),
    ]);
    // Of each two, one's request is still on its way, and the other's was carried out.
    const held = (["request", "answer"] as const).flatMap((at, index) => [
      world.payments.hold(at, changeOf(world, "capture", captured[index]!)),
      world.payments.hold(at, changeOf(world, "void", voided[index]!)),
      world.payments.hold(at, changeOf(world, "refunds", refunded[index]!)),
    ]);
    await Promise.all([
      ...captured.map((orderId) => pickUp(world, kitchen, orderId)),
      ...voided.map((orderId) => customer.cancel(orderId)),
      ...refunded.map((orderId) => spill(world, orderId)),
    ]);
    await Promise.all(held.map(({ reached }) => reached));

    await world.worker.kill();
    await world.worker.start();
    await twoMinutesPass(world);
    await world.reconcile();
    await eventually(async () => (await mistakesInTheBooks(world)).length === 0 && (await isAllSettled()));
    world.payments.open();

    for (const orderId of captured) expect(await booksOf(world, orderId)).toMatchObject({ charges: ["captured"] });
    for (const orderId of voided) expect(await booksOf(world, orderId)).toMatchObject({ charges: ["voided"] });
    for (const orderId of refunded) {
      expect(await booksOf(world, orderId)).toMatchObject({ payment: "REFUNDED", charges: ["refunded"] });
      expect(await refundsOf(orderId)).toEqual(["DONE"]);
    }
    expect(await mistakesInTheBooks(world)).toEqual([]);

    async function isAllSettled(): Promise<boolean> {
      const books = await Promise.all([...captured, ...voided, ...refunded].map((orderId) => booksOf(world, orderId)));
      const ends = ["CAPTURED", "CAPTURED", "VOIDED", "VOIDED", "REFUNDED", "REFUNDED"];
      return books.every(({ payment }, index) => payment === ends[index]);
    }
  });
});

async function refundsOf(orderId: string): Promise<string[]> {
  const rows = await world.db.$client<{ status: string }[]>`
    select refunds.status from refunds join payments on payments.id = refunds.payment_id
    where payments.order_id = ${orderId}`;
  return rows.map(({ status }) => status);
}

describe("a relay that is killed with ten thousand rows behind it", () => {
  const SUBJECTS = 500;
  const EACH = 20;

  it("hands each on at least once, and what belongs together in its order", async () => {
    await world.worker.kill();
    // A topic that starts nothing: what is looked at is the way there.
    const rows = await world.db.$client<{ id: string; subject: string }[]>`
      with subjects as materialized (select gen_random_uuid() as id from generate_series(1, ${SUBJECTS}))
      insert into outbox (id, topic, subject_id, payload)
      select gen_random_uuid(), 'order/ready', id, json_build_object('orderId', id)
      from generate_series(1, ${EACH}) as turn, subjects order by turn
      returning id, subject_id as subject`;
    expect(rows).toHaveLength(SUBJECTS * EACH);
    const sent = deliveriesOf(new Set(rows.map(({ id }) => id)));

    await world.worker.start();
    await eventually(() => Promise.resolve(sent().length > rows.length / 5));
    await world.worker.kill();
    const before = new Set(sent().map(({ id }) => id)).size;
    expect(before).toBeLessThan(rows.length);
    await world.worker.start();
    await eventually(() => Promise.resolve(new Set(sent().map(({ id }) => id)).size === rows.length));

    const arrived = firstOfEach(sent());
    for (const subject of new Set(rows.map((row) => row.subject))) {
      const written = rows.filter((row) => row.subject === subject).map(({ id }) => id);
      expect(arrived.filter((event) => event.subject === subject).map(({ id }) => id)).toEqual(written);
    }
    // The engine has taken in each of them once.
    const [taken] = await world.db.$client<{ count: number }[]>`
      select count(*)::int as count from workflows.events where id = any(${rows.map(({ id }) => id)})`;
    expect(taken?.count).toBe(rows.length);
  });

  interface Delivered {
    readonly id: string;
    readonly subject: string;
  }

  /** What the worker sent to the engine, in the order in which it came; parsed once. */
  function deliveriesOf(ids: ReadonlySet<string>): () => readonly Delivered[] {
    const seen: Delivered[] = [];
    let read = world.events.calls.length;
    return () => {
      for (; read < world.events.calls.length; read += 1) {
        const { path, body } = world.events.calls[read]!;
        if (!path.startsWith("/e/")) continue;
        const events = JSON.parse(body) as { id: string; data: { orderId: string } }[];
        for (const { id, data } of events) if (ids.has(id)) seen.push({ id, subject: data.orderId });
      }
      return seen;
    };
  }

  function firstOfEach(events: readonly Delivered[]): Delivered[] {
    const known = new Map<string, Delivered>();
    for (const event of events) if (!known.has(event.id)) known.set(event.id, event);
    return [...known.values()];
  }
});
