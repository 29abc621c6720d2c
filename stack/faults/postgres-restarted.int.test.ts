import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { insertKitchen } from "@tiffin/db/testing/fixtures";
import { mistakesInTheBooks, ordersUnder, strandedOrders, twoMinutesPass } from "./testing/books.ts";
import { type Answer, type Customer, signIn } from "./testing/customer.ts";
import { eventually } from "./testing/eventually.ts";
import { createFaultWorld, type FaultWorld } from "./testing/fault-world.ts";
import { isAuthorisation } from "./testing/order-steps.ts";

const IN_FLIGHT = 50;

let world: FaultWorld;
let customer: Customer;
beforeAll(async () => {
  world = await createFaultWorld({ postgresUrl: "", soketi: inject("soketi"), ownPostgres: true });
  customer = await signIn(world, await insertKitchen(world.db));
});
afterAll(() => world.close());

/** As a client should: the same key again, until there is an answer. */
async function placeUntilAnswered(key: string): Promise<Answer> {
  for (;;) {
    const answer = await customer.place(key).catch(() => null);
    if (answer !== null && answer.status < 500 && answer.body.code !== "REQUEST_IN_PROGRESS") return answer;
    await sleep(200);
  }
}

describe.each([
  ["is killed", "SIGKILL"],
  ["is restarted", "SIGINT"],
] as const)("Postgres %s while fifty orders are being placed", (_, signal) => {
  it("every order that was answered exists, every key makes one, and the charges agree", async () => {
    const keys = Array.from({ length: IN_FLIGHT }, () => randomUUID());
    const asked = () => world.payments.calls.filter(isAuthorisation).length;
    const before = asked();
    const answered = keys.map((key) => customer.place(key).catch(() => null));
    await eventually(() => Promise.resolve(asked() - before >= IN_FLIGHT / 5));
    await world.postgres!.end(signal);
    await world.postgres!.start();

    const first = await Promise.all(answered);
    const again = await Promise.all(keys.map(placeUntilAnswered));
    for (const [index, key] of keys.entries()) {
      const { body } = again[index]!;
      if (first[index]?.status === 201) expect(body).toEqual(first[index].body);
      expect((await ordersUnder(world, key)).map(({ id }) => id)).toEqual([body.id]);
    }
    await twoMinutesPass(world);
    await world.reconcile();
    await eventually(async () => (await strandedOrders(world)) === 0);
    expect(await mistakesInTheBooks(world)).toEqual([]);
  });
});
