import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, inject, test, vi } from "vitest";
import { newId } from "@tiffin/db/ids";
import { closures, menuItems, optionGroups, options, restaurants } from "@tiffin/db/schema/catalog";
import { orderEvents, orders } from "@tiffin/db/schema/orders";
import { outbox } from "@tiffin/db/schema/outbox";
import { payments } from "@tiffin/db/schema/payments";
import { insertCustomer, insertKitchen } from "@tiffin/db/testing/fixtures";
import type { DomainError } from "@tiffin/domain/errors";
import { localMoment } from "@tiffin/domain/opening-hours/opening-hours";
import type { PlaceOrder } from "@tiffin/domain/wire/orders";
import { voidOrRefund } from "../payments/index.ts";
import { cancelOrder } from "./cancel-order.ts";
import { placeOrder } from "./place-order.ts";
import { quoteOrder } from "./quote-order.ts";
import type { OrderServices } from "./services.ts";
import { createOrderWorld, type OrderWorld, type Scene } from "./testing/order-world.ts";

let world: OrderWorld;
beforeAll(async () => {
  world = await createOrderWorld(inject("postgresUrl"), inject("redisUrl"));
});
afterAll(() => world.close());
afterEach(() => world.sandbox.healthy());

const place = (scene: Scene, request: PlaceOrder, key: string = randomUUID(), services = world.services) =>
  placeOrder(services, scene.customerId, key, request, new Date());
const ordersOf = (scene: Scene) => world.db.select().from(orders).where(eq(orders.customerId, scene.customerId));
const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => "placed",
    (error: { code?: string }) => error.code ?? error,
  );

describe("an order that is paid at once", () => {
  test("is confirmed, and costs what the quote said", async () => {
    const scene = await world.open();
    const request = scene.cart({ tip: 2_000 });
    const quote = await quoteOrder(world.services, scene.customerId, request, new Date());
    const { order, isPending, isReplay } = await place(scene, { ...request, expectedTotal: quote.total });
    expect(quote.deliverable).toBe(true);
    expect(order).toMatchObject({ status: "CONFIRMED", total: quote.total, tip: { amount: 2_000, currency: "INR" } });
    expect(order.subtotal.amount).toBe(18_000);
    expect(order.total.amount).toBe(order.subtotal.amount + order.fees.amount + order.taxes.amount + order.tip.amount);
    expect(order.number).toMatch(/^[0-9A-HJKMNP-TV-Z]{6}$/);
    expect(order.pin).toMatch(/^\d{4}$/);
    expect(order.timeline.map(({ status }) => status)).toEqual(["CREATED", "CONFIRMED"]);
    expect(order.payment).toMatchObject({ status: "AUTHORIZED", method: "card", amount: quote.total });
    expect([isPending, isReplay]).toEqual([false, false]);
    expect(await world.sandbox.audit(order.id)).toMatchObject([{ status: "authorized", amount: quote.total.amount }]);
  });

  test("tells the house in the order in which it happened", async () => {
    const scene = await world.open();
    const { order } = await place(scene, scene.cart());
    const told = await world.db
      .select({ topic: outbox.topic })
      .from(outbox)
      .where(eq(outbox.subjectId, order.id))
      .orderBy(outbox.position);
    expect(told.map(({ topic }) => topic)).toEqual(["order/created", "order/confirmed"]);
  });

  test("is written as the general way would write it", async () => {
    const scene = await world.open();
    // An answer without the charge's record takes the general way.
    const { online } = world.services.gateways;
    const general: OrderServices = {
      ...world.services,
      gateways: {
        ...world.services.gateways,
        online: {
          ...online,
          async authorise(request) {
            const result = await online.authorise(request);
            return result.kind === "authorised" ? { kind: "pending", payment: result.payment } : result;
          },
        },
      },
    };
    const [straight, other] = [
      await place(scene, scene.cart()),
      await place(scene, scene.cart(), randomUUID(), general),
    ];
    expect(await writtenRows(other.order.id)).toEqual(await writtenRows(straight.order.id));
    expect(shapeOf(other.order)).toEqual(shapeOf(straight.order));
  });

  /** All that was written for an order, without what differs from order to order. */
  async function writtenRows(orderId: string) {
    const where = {
      order: eq(orders.id, orderId),
      of: eq(orderEvents.orderId, orderId),
      charge: eq(payments.orderId, orderId),
    };
    const rows = {
      order: await world.db.select().from(orders).where(where.order),
      events: await world.db.select().from(orderEvents).where(where.of).orderBy(orderEvents.seq),
      payments: await world.db.select().from(payments).where(where.charge),
      outbox: await world.db.select().from(outbox).where(eq(outbox.subjectId, orderId)).orderBy(outbox.position),
    };
    return shapeOf(rows);
  }

  function shapeOf(rows: unknown): unknown {
    const text = JSON.stringify(rows, (name, value: unknown) =>
      ["number", "deliveryPin", "pin", "idempotencyKey", "position", "providerReference"].includes(name) ? "…" : value,
    );
    return JSON.parse(
      text.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "id").replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "time"),
    );
  }

  test("may be paid in cash, with no gateway", async () => {
    const scene = await world.open();
    const { order } = await place(scene, scene.cart({ paymentMethod: { type: "cash" } }));
    expect(order).toMatchObject({ status: "CONFIRMED", payment: { method: "cash", status: "AUTHORIZED" } });
    expect(await world.sandbox.audit(order.id)).toEqual([]);
  });

  test("charges the options that were picked, by the menu's prices", async () => {
    const scene = await world.open();
    const [dosa] = scene.menuItemIds;
    const groupId = newId();
    const optionIds = [newId(), newId()];
    await world.db
      .insert(optionGroups)
      .values({ id: groupId, menuItemId: dosa, name: "Extras", min: 1, max: 1, position: 0 });
    await world.db.insert(options).values([
      { id: optionIds[0]!, optionGroupId: groupId, name: "Ghee", price: 1_500, position: 0 },
      { id: optionIds[1]!, optionGroupId: groupId, name: "Podi", price: 1_000, position: 1 },
    ]);
    const withOptions = (ids: string[]) => scene.cart({ items: [{ menuItemId: dosa, quantity: 2, optionIds: ids }] });
    const { order } = await place(scene, withOptions([optionIds[0]!]));
    expect(order.subtotal.amount).toBe(2 * (9_000 + 1_500));
    expect(order.items[0]?.options).toMatchObject([{ groupName: "Extras", name: "Ghee" }]);
    expect(await refusal(place(scene, withOptions([])))).toBe("OPTIONS_INVALID");
    expect(await refusal(place(scene, withOptions(optionIds)))).toBe("OPTIONS_INVALID");
    expect(await refusal(place(scene, withOptions([newId()])))).toBe("OPTIONS_INVALID");
  });
});

describe("an order that is not paid at once", () => {
  test("is refused with 402 when the card is declined, and again when it is repeated", async () => {
    const scene = await world.open();
    const key = randomUUID();
    const request = scene.cart({ paymentMethod: { type: "card", token: "tok_declined" } });
    expect(await refusal(place(scene, request, key))).toBe("PAYMENT_DECLINED");
    expect(await refusal(place(scene, request, key))).toBe("PAYMENT_DECLINED");
    const rows = await ordersOf(scene);
    expect(rows).toMatchObject([{ status: "CANCELLED", cancelReason: "payment_declined" }]);
    expect(await world.sandbox.audit(rows[0]!.id)).toMatchObject([{ status: "declined" }]);
  });

  test("waits for the customer on the bank's page", async () => {
    const scene = await world.open();
    const placed = await place(scene, scene.cart({ paymentMethod: { type: "card", token: "tok_3ds" } }));
    expect(placed).toMatchObject({ isPending: true, order: { status: "PAYMENT_PENDING" } });
    expect(placed.order.payment.nextAction?.url).toContain("/3ds/");
  });

  test.each(["tok_timeout_before", "tok_timeout_after"])(
    "waits to be reconciled when the gateway is silent: %s",
    async (token) => {
      const scene = await world.open();
      const placed = await place(scene, scene.cart({ paymentMethod: { type: "card", token } }));
      expect(placed).toMatchObject({ isPending: true, order: { status: "PAYMENT_PENDING" } });
      expect(placed.order.payment.nextAction).toBeUndefined();
    },
  );

  test("needs a card where there is no demo", async () => {
    const scene = await world.open();
    const services = { ...world.services, config: { ...world.services.config, demo: false } };
    const withoutToken = scene.cart({ paymentMethod: { type: "card" } });
    expect(await refusal(place(scene, withoutToken, randomUUID(), services))).toBe("PAYMENT_METHOD_INVALID");
    expect(await refusal(place(scene, withoutToken))).toBe("placed");
  });
});

test("an order that is called off while the gateway is asked stays cancelled, and its money is let go", async () => {
  const scene = await world.open();
  await world.sandbox.fault({ kind: "latency:500" });
  const placing = place(scene, scene.cart());
  const orderId = await vi.waitUntil(async () => (await ordersOf(scene))[0]?.id, { timeout: 10_000, interval: 20 });
  await cancelOrder(world.services, scene.customerId, orderId, new Date());
  const { order } = await placing;
  expect(order).toMatchObject({ status: "CANCELLED", cancelReason: "customer" });
  await world.sandbox.healthy();
  await voidOrRefund(world.services, orderId, new Date());
  expect(await world.sandbox.audit(orderId)).toMatchObject([{ status: "voided" }]);
});

describe("an order that can't be", () => {
  test("from a restaurant that doesn't exist, or to somebody else's address", async () => {
    const scene = await world.open();
    const { addressId } = await insertCustomer(world.db);
    expect(await refusal(place(scene, scene.cart({ restaurantId: newId() })))).toBe("NOT_FOUND");
    expect(await refusal(place(scene, scene.cart({ addressId })))).toBe("NOT_FOUND");
  });

  test("with another restaurant's dish", async () => {
    const scene = await world.open();
    const other = await insertKitchen(world.db);
    const items = [{ menuItemId: other.menuItemIds[0], quantity: 1 }];
    expect(await refusal(place(scene, scene.cart({ items })))).toBe("ITEM_UNKNOWN");
  });

  test("while the restaurant is closed for the day", async () => {
    const scene = await world.open();
    const day = localMoment(new Date(), "Asia/Kolkata").date;
    await world.db.insert(closures).values({ id: newId(), restaurantId: scene.restaurantId, day });
    expect(await refusal(place(scene, scene.cart()))).toBe("RESTAURANT_CLOSED");
    const quote = await quoteOrder(world.services, scene.customerId, scene.cart(), new Date());
    expect(quote).toMatchObject({ deliverable: false, reason: { code: "RESTAURANT_CLOSED" } });
  });

  test("while the kitchen has paused itself", async () => {
    const scene = await world.open();
    await change(scene, { pausedUntil: new Date(Date.now() + 600_000) });
    expect(await refusal(place(scene, scene.cart()))).toBe("RESTAURANT_PAUSED");
    await change(scene, { pausedUntil: new Date(Date.now() - 1_000) });
    expect(await refusal(place(scene, scene.cart()))).toBe("placed");
    await change(scene, { acceptingOrders: false });
    expect(await refusal(place(scene, scene.cart()))).toBe("RESTAURANT_PAUSED");
  });

  test("farther than the kitchen delivers", async () => {
    const scene = await world.open();
    await change(scene, { deliveryRadiusMeters: 500 });
    expect(await refusal(place(scene, scene.cart()))).toBe("OUT_OF_DELIVERY_AREA");
  });

  test("of what is sold out, or of a restaurant without a menu", async () => {
    const scene = await world.open();
    await world.db.update(menuItems).set({ available: false }).where(eq(menuItems.id, scene.menuItemIds[0]));
    expect(await refusal(place(scene, scene.cart()))).toBe("ITEM_UNAVAILABLE");
    await world.db
      .update(menuItems)
      .set({ deletedAt: new Date() })
      .where(eq(menuItems.restaurantId, scene.restaurantId));
    expect(await refusal(place(scene, scene.cart()))).toBe("RESTAURANT_NOT_ORDERABLE");
  });

  test("when the price has changed since it was shown", async () => {
    const scene = await world.open();
    const quote = await quoteOrder(world.services, scene.customerId, scene.cart(), new Date());
    await world.db.update(menuItems).set({ price: 9_900 }).where(eq(menuItems.id, scene.menuItemIds[0]));
    const changed = await place(scene, scene.cart({ expectedTotal: quote.total })).catch((error: DomainError) => error);
    const now = await quoteOrder(world.services, scene.customerId, scene.cart(), new Date());
    expect(changed).toMatchObject({ code: "QUOTE_CHANGED", extra: { total: now.total, quote: { total: now.total } } });
  });

  test("beyond what the kitchen takes in a quarter of an hour, however many come at once", async () => {
    const scene = await world.open();
    await change(scene, { ordersPerWindow: 3, orderWindowMinutes: 15 });
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => refusal(place(scene, scene.cart()))));
    expect(outcomes.filter((outcome) => outcome === "placed")).toHaveLength(3);
    expect(outcomes.filter((outcome) => outcome === "RESTAURANT_BUSY")).toHaveLength(5);
    const quote = await quoteOrder(world.services, scene.customerId, scene.cart(), new Date());
    expect(quote).toMatchObject({ deliverable: false, reason: { code: "RESTAURANT_BUSY" } });
    // A cancelled order gives its place back, and so does time.
    const [first] = await ordersOf(scene);
    await cancelOrder(world.services, scene.customerId, first!.id, new Date());
    expect(await refusal(place(scene, scene.cart()))).toBe("placed");
    const later = new Date(Date.now() + 16 * 60_000);
    expect((await quoteOrder(world.services, scene.customerId, scene.cart(), later)).deliverable).toBe(true);
  });

  const change = (scene: Scene, values: Partial<typeof restaurants.$inferInsert>) =>
    world.db.update(restaurants).set(values).where(eq(restaurants.id, scene.restaurantId));
});
