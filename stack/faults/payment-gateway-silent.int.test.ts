import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { type FixtureKitchen, insertKitchen } from "@tiffin/db/testing/fixtures";
import { booksOf, mistakesInTheBooks, ordersUnder, twoMinutesPass } from "./testing/books.ts";
import { type Answer, type Customer, signIn } from "./testing/customer.ts";
import { eventually } from "./testing/eventually.ts";
import { createFaultWorld, type FaultWorld } from "./testing/fault-world.ts";
import { authorisationOf, changeOf, pickUp, pickUpPaid, placePaid, spill } from "./testing/order-steps.ts";

let world: FaultWorld;
let kitchen: FixtureKitchen;
let customer: Customer;
beforeAll(async () => {
  world = await createFaultWorld({ postgresUrl: inject("postgresUrl"), soketi: inject("soketi") });
  kitchen = await insertKitchen(world.db);
  customer = await signIn(world, kitchen);
});
afterAll(() => world.close());

const settles = (orderId: string, order: string, payment: string) =>
  eventually(async () => {
    const books = await booksOf(world, orderId);
    return books.order === order && books.payment === payment;
  });

describe("a payment gateway that falls silent, and never tells of its own accord", () => {
  const key = randomUUID();
  let unanswered: Promise<Answer>;
  beforeAll(async () => {
    await world.sandbox.fault({ kind: "webhook_drop" });
    world.payments.hold("answer", authorisationOf(world, key));
    unanswered = customer.place(key);
  });
  afterAll(() => world.sandbox.healthy());

  it("before or after it captures, voids and refunds: the worker asks again, and each is made once", async () => {
    const two = <T>(make: () => Promise<T>) => Promise.all([make(), make()]);
    const [captured, voided, refunded] = await Promise.all([
      two(() => placePaid(customer)),
      two(() => placePaid(customer)),
      two(() => pickUpPaid(world, kitchen, customer)),
    ]);
    // Of each two, one's request does not arrive, and the other's answer.
    const silences = (["request", "answer"] as const).flatMap((at, index) => [
      world.payments.hold(at, changeOf(world, "capture", captured[index]!)),
      world.payments.hold(at, changeOf(world, "void", voided[index]!)),
      world.payments.hold(at, changeOf(world, "refunds", refunded[index]!)),
    ]);
    await Promise.all([
      ...captured.map((orderId) => pickUp(world, kitchen, orderId)),
      ...voided.map((orderId) => customer.cancel(orderId)),
      ...refunded.map((orderId) => spill(world, orderId)),
    ]);
    await Promise.all(silences.map(({ reached }) => reached));
    await Promise.all([
      ...captured.map((orderId) => settles(orderId, "PICKED_UP", "CAPTURED")),
      ...voided.map((orderId) => settles(orderId, "CANCELLED", "VOIDED")),
      ...refunded.map((orderId) => settles(orderId, "CANCELLED", "REFUNDED")),
    ]);
    // What had been held up arrives after all.
    for (const silence of silences) silence.release();
    const ends = ["captured", "voided", "refunded"];
    for (const [index, orders] of [captured, voided, refunded].entries()) {
      for (const orderId of orders) expect(await booksOf(world, orderId)).toMatchObject({ charges: [ends[index]] });
    }
  });

  it("about one order's capture: those that are charged with it don't wait for it", async () => {
    const [silent, other] = [await placePaid(customer), await placePaid(customer)];
    const silence = world.payments.hold("request", changeOf(world, "capture", silent));
    await Promise.all([silent, other].map((orderId) => pickUp(world, kitchen, orderId)));
    await silence.reached;
    await settles(other, "PICKED_UP", "CAPTURED");
    expect(await booksOf(world, silent)).toMatchObject({ payment: "AUTHORIZED" });
    await settles(silent, "PICKED_UP", "CAPTURED");
    silence.release();
    for (const orderId of [silent, other]) {
      expect(await booksOf(world, orderId)).toMatchObject({ charges: ["captured"] });
    }
  });

  it("after it authorised: the order is confirmed as soon as the worker has asked", async () => {
    const answer = await unanswered;
    expect(answer).toMatchObject({ status: 202, body: { status: "PAYMENT_PENDING" } });
    await settles(answer.body.id, "CONFIRMED", "AUTHORIZED");
    world.payments.open();
    expect(await customer.place(key)).toMatchObject({ status: 201, isReplay: true, body: { id: answer.body.id } });
    expect(await booksOf(world, answer.body.id)).toMatchObject({ charges: ["authorized"] });
  });
});

describe("an authorisation without an answer", () => {
  it("is known by the payment gateway's webhook, if that is faster", async () => {
    const key = randomUUID();
    const silence = world.payments.hold("answer", authorisationOf(world, key));
    const answer = await customer.place(key);
    expect(answer).toMatchObject({ status: 201, body: { status: "CONFIRMED" } });
    silence.release();
    expect(await booksOf(world, answer.body.id)).toMatchObject({ charges: ["authorized"] });
  });

  it("that never came is given up; should it arrive after that, its money is let go", async () => {
    const key = randomUUID();
    const silence = world.payments.hold("request", authorisationOf(world, key));
    const answer = await customer.place(key);
    expect(answer).toMatchObject({ status: 202, body: { status: "PAYMENT_PENDING" } });
    await twoMinutesPass(world);
    await world.reconcile();
    await settles(answer.body.id, "CANCELLED", "VOIDED");
    expect(await booksOf(world, answer.body.id)).toMatchObject({ charges: [] });

    silence.release();
    await eventually(async () => (await booksOf(world, answer.body.id)).charges[0] === "voided");
    expect(await customer.place(key)).toMatchObject({ status: 402, body: { code: "PAYMENT_DECLINED" } });
    expect(await ordersUnder(world, key)).toEqual([{ id: answer.body.id, status: "CANCELLED" }]);
    await eventually(async () => (await mistakesInTheBooks(world)).length === 0);
  });
});
