import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { newId } from "@tiffin/db/ids";
import { takeDueDeliveries } from "@tiffin/db/queries/push";
import { opsCities } from "@tiffin/db/schema/ops";
import { payments } from "@tiffin/db/schema/payments";
import { pushDeliveries, pushSubscriptions } from "@tiffin/db/schema/push";
import { createTestDatabase, type TestDatabase } from "@tiffin/db/testing";
import { insertOrder, insertUser, type FixtureOrder } from "@tiffin/db/testing/fixtures";
import type { OutboxMessage } from "@tiffin/domain/outbox/messages";
import type { PushApp } from "@tiffin/domain/wire/push";
import { transitionOrder } from "../lifecycle/index.ts";
import { createHandover } from "./handover.ts";
import { startPostman } from "./postman.ts";
import { createPushSender, type PushSender } from "./sender.ts";
import { subscribe, unsubscribe } from "./subscriptions.ts";
import { startPushService, type TestBrowser, type TestPushService } from "./testing/push-service.ts";
import { writeNotices } from "./write-notices.ts";

let database: TestDatabase;
let service: TestPushService;
let send: PushSender;
let order: FixtureOrder;
beforeAll(async () => {
  database = await createTestDatabase(inject("postgresUrl"));
});
afterAll(() => database.close());
beforeEach(async () => {
  service = await startPushService();
  send = createPushSender(service.settings, service.agent);
  order = await insertOrder(database.db);
});
afterEach(async () => {
  await database.db.delete(pushSubscriptions);
  await service.close();
});

/** A device on which somebody has allowed push, long ago. */
async function device(
  userId: string,
  app: PushApp,
  { locale = "en", at = service }: { locale?: "en" | "hi"; at?: TestPushService } = {},
): Promise<TestBrowser> {
  const browser = at.browser();
  const { endpoint, keys } = browser;
  const services = { db: database.db, push: service.settings };
  await subscribe(services, userId, app, { endpoint, keys, locale }, new Date(Date.now() - 60_000));
  return browser;
}

const facts = (status: "CONFIRMED" | "ASSIGNED" | "PICKED_UP" | "DELIVERED" | "CANCELLED" = "CONFIRMED") => {
  const { orderId, cityId, restaurantId, customerId } = order;
  return { orderId, cityId, restaurantId, customerId, status };
};
const confirmed = (): OutboxMessage => ({ topic: "order/confirmed", data: facts() });
const offered = (windowMs: number): OutboxMessage => ({
  topic: "offer/created",
  data: {
    orderId: order.orderId,
    rideId: newId(),
    riderId: order.riderIds[0],
    seq: 1,
    position: 0,
    orders: 1,
    expiresAt: new Date(Date.now() + windowMs).toISOString(),
  },
});
const unexpected = (error: unknown) => expect.unreachable(String(error));
const tell = (message: OutboxMessage, createdAt = new Date()) =>
  writeNotices(database.db, [{ message, createdAt }], new Date());
const handoverBy = (by: PushSender, laterMs = 0) => {
  const now = () => new Date(Date.now() + laterMs);
  return createHandover({ db: database.db, send: by }, now, () => {}, unexpected);
};
/** Sends all that is due `laterMs` from now. */
const sendDue = async (laterMs = 0) => {
  const handover = handoverBy(send, laterMs);
  while ((await handover.begin()) > 0) await handover.finish();
};
const kinds = (browser: TestBrowser) => browser.received.map(({ message }) => message.kind);

describe("a push message", () => {
  it("of an offer lives as long as its window, is urgent, and is replaced by the next offer", async () => {
    const phone = await device(order.riderIds[0], "rider");
    await tell(offered(10_000));
    await sendDue();
    const [push] = phone.received;
    expect(push).toMatchObject({
      urgency: "high",
      topic: order.riderIds[0].replaceAll("-", ""),
      message: { kind: "offer.created", url: "/", tag: "offer", sticky: true },
    });
    expect(push?.ttlSeconds).toBeGreaterThan(0);
    expect(push?.ttlSeconds).toBeLessThanOrEqual(10);
    expect(Math.floor((push?.message.lastsMs ?? 0) / 1_000)).toBe(push?.ttlSeconds);
    expect(push?.message.body).toContain("Udupi Krishna Bhavan");
  });

  it("is signed for its push service, for a day at most, with an address to turn to", async () => {
    const phone = await device(order.customerId, "customer");
    await tell(confirmed());
    await sendDue();
    const { aud, sub, exp } = phone.received[0]?.vapid ?? {};
    expect([aud, sub]).toEqual([service.origin, "mailto:tests@example.org"]);
    expect(exp).toBeLessThanOrEqual(Date.now() / 1_000 + 24 * 3_600);
  });

  it("speaks the language of the device", async () => {
    const [english, hindi] = [
      await device(order.customerId, "customer"),
      await device(order.customerId, "customer", { locale: "hi" }),
    ];
    await tell(confirmed());
    await sendDue();
    expect(english.received[0]?.message).toMatchObject({ title: "Order confirmed", url: `/orders/${order.orderId}` });
    expect(hindi.received[0]?.message).toMatchObject({ title: "ऑर्डर पक्का हुआ", locale: "hi" });
  });

  it("says in how many minutes the kitchen that took it on will be ready, or that it is", async () => {
    const ready = await insertOrder(database.db);
    for (const { orderId, command } of [
      { orderId: order.orderId, command: { type: "accept", prepMinutes: 20 } },
      { orderId: ready.orderId, command: { type: "mark-ready" } },
    ] as const) {
      const by = { orderId, actor: { type: "system", id: null }, now: new Date() } as const;
      await transitionOrder(database.db, { ...by, command: { type: "confirm" } });
      await transitionOrder(database.db, { ...by, command });
    }
    const [english, hindi, other] = [
      await device(order.customerId, "customer"),
      await device(order.customerId, "customer", { locale: "hi" }),
      await device(ready.customerId, "customer"),
    ];
    await tell({ topic: "order/accepted", data: { ...facts(), prepMinutes: 20 } });
    const { orderId, customerId } = ready;
    await tell({ topic: "order/accepted", data: { ...facts(), orderId, customerId, prepMinutes: 0 } });
    await sendDue();
    expect(english.received).toMatchObject([
      { message: { body: "Udupi Krishna Bhavan has taken it on: ready in about 20 minutes." } },
    ]);
    expect(hindi.received).toMatchObject([{ message: { body: expect.stringContaining("लगभग 20 मिनट में") } }]);
    expect(other.received).toMatchObject([{ message: { title: "Your food is ready" } }]);
  });

  it("says how much longer the kitchen needs, once for each time that it says so", async () => {
    const english = await device(order.customerId, "customer");
    const hindi = await device(order.customerId, "customer", { locale: "hi" });
    const delayed = (minutes: number, prepMinutes: number): OutboxMessage => ({
      topic: "order/delayed",
      data: { ...facts(), riderId: order.riderIds[0], minutes, prepMinutes },
    });
    await tell(delayed(10, 30));
    await tell(delayed(10, 30));
    await tell(delayed(5, 35));
    await sendDue();
    const bodies = (browser: TestBrowser) => browser.received.map(({ message }) => message.body);
    expect(bodies(english)).toEqual([
      expect.stringMatching(/^Udupi Krishna Bhavan needs 10 more minutes for order /),
      expect.stringMatching(/^Udupi Krishna Bhavan needs 5 more minutes for order /),
    ]);
    expect(bodies(hindi)).toEqual([expect.stringContaining("10 मिनट और"), expect.stringContaining("5 मिनट और")]);
  });

  it("says what becomes of the money of a cancelled order", async () => {
    const phone = await device(order.customerId, "customer");
    const act = (command: Parameters<typeof transitionOrder>[1]["command"]) =>
      transitionOrder(database.db, {
        orderId: order.orderId,
        command,
        actor: { type: "system", id: null },
        now: new Date(),
      });
    await act({ type: "confirm" });
    await database.db.insert(payments).values({
      id: newId(),
      orderId: order.orderId,
      provider: "sandbox",
      method: "card",
      status: "AUTHORIZED",
      currency: "INR",
      amount: 100,
      idempotencyKey: newId(),
    });
    await act({ type: "cancel", reason: "kitchen_rejected" });
    await tell({
      topic: "order/cancelled",
      data: { ...facts("CANCELLED"), reason: "kitchen_rejected", riderId: null },
    });
    await sendDue();
    expect(phone.received[0]?.message.body).toMatch(/^The kitchen could not take it\. ₹[\d.,]+ is no longer held\.$/);
  });
});

describe("each step reaches each device once", () => {
  it("though the relay tells it again, from another row too, and two workers send", async () => {
    const devices = [
      await device(order.customerId, "customer"),
      await device(order.customerId, "customer"),
      await device(order.staffId, "restaurant"),
    ];
    await Promise.all([tell(confirmed()), tell(confirmed()), tell(confirmed())]);
    const postmen = [1, 2].map(() => startPostman({ db: database.db, send }, unexpected));
    await expect
      .poll(() => devices.map(kinds), { timeout: 20_000 })
      .toEqual([["order.confirmed"], ["order.confirmed"], ["kitchen.new_order"]]);
    await tell(confirmed());
    for (const postman of postmen) postman.wake();
    await Promise.all(postmen.map((postman) => postman.stop()));
    expect(devices.map((browser) => service.asked(browser))).toEqual([1, 1, 1]);
  });

  it("also when the worker that had taken it is killed", async () => {
    const phone = await device(order.customerId, "customer");
    await tell(confirmed());
    const taken = await takeDueDeliveries(database.db, new Date(), { limit: 10, leaseMs: 30_000 });
    expect(taken).toHaveLength(1);
    await sendDue();
    expect(kinds(phone)).toEqual([]);
    await sendDue(31_000);
    expect(kinds(phone)).toEqual(["order.confirmed"]);
  });

  it("and only those that were there: a phone is not told what happened before it asked", async () => {
    const phone = await device(order.customerId, "customer");
    await tell(confirmed(), new Date(Date.now() - 120_000));
    await sendDue();
    expect(kinds(phone)).toEqual([]);
  });

  it("and whom it concerns: a rider's phone is told nothing of what its owner has ordered", async () => {
    const [phone, stranger] = [await device(order.customerId, "rider"), await insertUser(database.db, "customer")];
    const other = await device(stranger, "customer");
    await tell(confirmed());
    await sendDue();
    expect([kinds(phone), kinds(other)]).toEqual([[], []]);
  });
});

it("an operator who is kept to some cities is told of the orders there, one who is not of all", async () => {
  const elsewhere = await insertOrder(database.db);
  const operator = async (...cityIds: string[]) => {
    const userId = await insertUser(database.db, "ops");
    for (const cityId of cityIds) await database.db.insert(opsCities).values({ userId, cityId });
    return device(userId, "restaurant");
  };
  const [here, there, both, all] = [
    await operator(order.cityId),
    await operator(elsewhere.cityId),
    await operator(order.cityId, elsewhere.cityId),
    await operator(),
  ];
  const { orderId, cityId, restaurantId, customerId } = elsewhere;
  const escalated = [facts(), { ...facts(), orderId, cityId, restaurantId, customerId }].map((data) => ({
    message: { topic: "order/escalated", data } as const,
    createdAt: new Date(),
  }));
  await writeNotices(database.db, escalated, new Date());
  await sendDue();
  const ordersOf = (browser: TestBrowser) => browser.received.map(({ message }) => message.url);
  const [local, remote] = [`/ops/orders/${order.orderId}`, `/ops/orders/${orderId}`];
  expect([here, there].map(ordersOf)).toEqual([[local], [remote]]);
  expect([both, all].map((browser) => ordersOf(browser).toSorted())).toEqual(
    [
      [local, remote],
      [local, remote],
    ].map((urls) => urls.toSorted()),
  );
});

describe("a push service that is slow", () => {
  /** What is sent waits here, until the gate is opened. */
  const gated = () => {
    let open = () => {};
    const gate = new Promise<void>((opened) => (open = opened));
    const slowly: PushSender = async (...message) => {
      await gate;
      return send(...message);
    };
    return { open, slowly };
  };

  it("holds up nobody else: an offer arrives while another device has not answered", async () => {
    const [silent, phone] = [await device(order.customerId, "customer"), await device(order.riderIds[0], "rider")];
    service.answer(silent, "silence");
    const outcomes: string[] = [];
    const onOutcome = (outcome: string, kind: string) => void outcomes.push(`${kind} ${outcome}`);
    const postman = startPostman({ db: database.db, send, onOutcome }, unexpected);
    await tell(confirmed());
    postman.wake();
    await expect.poll(() => service.asked(silent)).toBe(1);
    await tell(offered(10_000));
    postman.wake();
    await expect.poll(() => outcomes, { timeout: 20_000 }).toHaveLength(2);
    await postman.stop();
    expect(outcomes).toEqual(["offer.created sent", "order.confirmed later"]);
    expect(kinds(phone)).toEqual(["offer.created"]);
  });

  it("is asked no more while it has many messages unanswered, whatever waits for it; others are", async () => {
    const away = await startPushService();
    const silent = await Promise.all(
      Array.from({ length: 120 }, () => device(order.customerId, "customer", { at: away })),
    );
    for (const browser of silent) away.answer(browser, "silence");
    const phone = await device(order.riderIds[0], "rider");
    const asked = () => silent.filter((browser) => away.asked(browser) > 0).length;
    const postman = startPostman({ db: database.db, send }, unexpected);
    await tell(confirmed());
    postman.wake();
    await expect.poll(asked, { timeout: 5_000 }).toBeGreaterThanOrEqual(40);
    await tell(offered(10_000));
    postman.wake();
    await expect.poll(() => kinds(phone), { timeout: 5_000 }).toEqual(["offer.created"]);
    expect(asked()).toBeLessThan(80);
    const stopped = postman.stop();
    await away.close();
    await stopped;
  });

  it("that hangs up in the middle of its answer is asked again later", async () => {
    const phone = await device(order.customerId, "customer");
    service.answer(phone, "half an answer");
    await tell(confirmed());
    await sendDue();
    const [row] = await database.db.select().from(pushDeliveries);
    expect(row).toMatchObject({ attempts: 1, settledAt: null });
  });

  it("is told of an offer first, whatever else waits for it", async () => {
    const rider = await device(order.riderIds[0], "rider");
    const customers = await Promise.all(Array.from({ length: 50 }, () => device(order.customerId, "customer")));
    await tell(confirmed());
    await tell(offered(10_000));
    const handover = handoverBy(send);
    await handover.begin();
    await handover.finish();
    expect(kinds(rider)).toEqual(["offer.created"]);
    expect(customers.filter(({ received }) => received.length > 0)).toHaveLength(39);
  });

  it("hears of an order's steps one after the other, from however many workers", async () => {
    const phone = await device(order.customerId, "customer");
    const { slowly, open } = gated();
    const [first, second] = [handoverBy(slowly), handoverBy(send)];
    await tell(confirmed());
    expect(await first.begin()).toBe(1);
    await tell({
      topic: "order/delivered",
      data: { ...facts("DELIVERED"), riderId: order.riderIds[0], isCash: false },
    });
    expect(await second.begin()).toBe(0);
    open();
    await first.finish();
    expect(await second.begin()).toBe(1);
    await second.finish();
    expect(kinds(phone)).toEqual(["order.confirmed", "order.delivered"]);
  });

  it("has its answer written down before the worker ends", async () => {
    await device(order.customerId, "customer");
    const { slowly, open } = gated();
    await tell(confirmed());
    const postman = startPostman({ db: database.db, send: slowly }, unexpected);
    const attempts = () => database.db.$count(pushDeliveries, eq(pushDeliveries.attempts, 1));
    await expect.poll(attempts).toBe(1);
    const stopped = postman.stop();
    open();
    await stopped;
    expect(await database.db.select().from(pushDeliveries)).toMatchObject([{ outcome: "sent" }]);
  });
});

describe("a push service that does not take it", () => {
  it("and says that the browser is gone: it is forgotten, with all that was meant for it", async () => {
    const [gone, lost, there] = [
      await device(order.customerId, "customer"),
      await device(order.customerId, "customer"),
      await device(order.customerId, "customer"),
    ];
    service.answer(gone, { status: 410 });
    service.answer(lost, { status: 404 });
    await tell(confirmed());
    await tell({
      topic: "order/picked_up",
      data: { ...facts("PICKED_UP"), riderId: order.riderIds[0], isCash: false },
    });
    await sendDue();
    const left = await database.db.select({ endpoint: pushSubscriptions.endpoint }).from(pushSubscriptions);
    expect(left).toEqual([{ endpoint: there.endpoint }]);
    expect(kinds(there)).toEqual(["order.confirmed", "order.picked_up"]);
  });

  it("is asked again after a while: as long as it says, or longer each time", async () => {
    const phone = await device(order.customerId, "customer");
    service.answer(phone, { status: 429, headers: { "retry-after": "20" } }, { status: 503 });
    await tell(confirmed());
    await sendDue();
    await sendDue(19_000);
    expect(service.asked(phone)).toBe(1);
    await sendDue(21_000);
    expect(service.asked(phone)).toBe(2);
    await sendDue(60_000);
    expect(kinds(phone)).toEqual(["order.confirmed"]);
  });

  it("is not asked any more once the time of the message is over", async () => {
    const phone = await device(order.riderIds[0], "rider");
    service.answer(phone, { status: 503 });
    await tell(offered(10_000));
    await sendDue();
    await sendDue(11_000);
    expect(service.asked(phone)).toBe(1);
    const rows = await database.db.select({ outcome: pushDeliveries.outcome }).from(pushDeliveries);
    expect(rows).toEqual([{ outcome: "expired" }]);
  });

  it("because it knows another key: after a few messages the subscription is dropped", async () => {
    const phone = await device(order.customerId, "customer");
    for (let turn = 0; turn < 5; turn += 1) {
      service.answer(phone, { status: 403 });
      await tell({
        ...confirmed(),
        data: { ...facts(), orderId: (await insertOrder(database.db)).orderId },
      } as OutboxMessage);
      await sendDue();
    }
    expect(service.asked(phone)).toBe(5);
    expect(await database.db.$count(pushSubscriptions)).toBe(0);
  });
});

describe("a subscription", () => {
  const services = () => ({ db: database.db, push: service.settings });
  const rows = () => database.db.select().from(pushSubscriptions);

  it("is renewed by its app, and takes the place of the one that the browser replaced", async () => {
    const [first, second] = [await device(order.customerId, "customer"), service.browser()];
    await subscribe(services(), order.customerId, "customer", { ...first, locale: "hi" }, new Date());
    expect(await rows()).toMatchObject([{ endpoint: first.endpoint, locale: "hi" }]);
    const renewed = { ...second, replaces: first.endpoint };
    await subscribe(services(), order.customerId, "customer", renewed, new Date());
    expect(await rows()).toMatchObject([{ endpoint: second.endpoint, locale: "hi" }]);
    await subscribe(services(), order.customerId, "customer", second, new Date());
    expect(await rows()).toMatchObject([{ endpoint: second.endpoint, locale: "hi" }]);
  });

  it("ends with the session, and belongs to whoever logs in next", async () => {
    const phone = await device(order.customerId, "customer");
    await unsubscribe(services(), order.riderIds[0], phone.endpoint);
    expect(await rows()).toHaveLength(1);
    await unsubscribe(services(), order.customerId, phone.endpoint);
    expect(await rows()).toEqual([]);

    const again = await device(order.customerId, "customer");
    const next = await insertUser(database.db, "customer");
    await subscribe(services(), next, "customer", { ...again, locale: "en" }, new Date());
    await tell(confirmed());
    await sendDue();
    expect(kinds(again)).toEqual([]);
    expect(await rows()).toMatchObject([{ userId: next }]);
  });

  it("leads to a push service, and nowhere into our own network", async () => {
    const { keys } = service.browser();
    const to = (endpoint: string) =>
      subscribe(services(), order.customerId, "customer", { endpoint, keys, locale: "en" }, new Date());
    for (const endpoint of ["https://10.0.0.1/admin", "https://localhost.example.org/x", "https://a:b@localhost/x"]) {
      await expect(to(endpoint)).rejects.toMatchObject({ code: "VALIDATION_FAILED", fields: [{ path: "endpoint" }] });
    }
    const nowhere = { db: database.db, push: null };
    const browser = { ...service.browser(), locale: "en" as const };
    await expect(subscribe(nowhere, order.customerId, "customer", browser, new Date())).rejects.toMatchObject({
      code: "UNAVAILABLE",
    });
  });

  it("that is not a push service's any more is not called, but forgotten", async () => {
    const phone = await device(order.customerId, "customer");
    await database.db
      .update(pushSubscriptions)
      .set({ endpoint: "https://127.0.0.1/inside" })
      .where(eq(pushSubscriptions.endpoint, phone.endpoint));
    await tell(confirmed());
    await sendDue();
    expect(await rows()).toEqual([]);
  });
});
