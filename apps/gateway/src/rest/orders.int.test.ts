import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { createEmbeddedEngine, reindexCity } from "@tiffin/core/search";
import { seedDemo, type DemoAccounts } from "@tiffin/db/seed/seed-demo";
import { createTestDatabase, type TestDatabase } from "@tiffin/db/testing";
import type { Ticket } from "@tiffin/domain/wire/kitchen";
import type { Order, Quote } from "@tiffin/domain/wire/orders";
import type { Menu, RestaurantPage } from "@tiffin/domain/wire/restaurants";
import { bearerOf } from "../testing/people.ts";
import { startTestGateway, type TestGateway } from "../testing/test-gateway.ts";

let database: TestDatabase;
let gateway: TestGateway;
let demo: DemoAccounts;
let asha: { authorization: string };
let kitchen: { authorization: string };

beforeAll(async () => {
  database = await createTestDatabase(inject("postgresUrl"));
  demo = await seedDemo(database.url);
  await reindexCity(database.db, createEmbeddedEngine(database.db), demo.city.id);
  gateway = await startTestGateway({ databaseUrl: database.url, redisUrl: inject("redisUrl") });
  asha = await bearerOf(gateway, demo.customers[0]?.phone ?? "");
  kitchen = await bearerOf(gateway, demo.staff[0]?.phone ?? "");
});
afterAll(async () => {
  await gateway.stop();
  await database.close();
});

const get = async <T>(path: string, headers = asha) => {
  const response = await gateway.fetch(path, { headers });
  expect([path, response.status]).toEqual([path, 200]);
  return (await response.json()) as T;
};

/** A cart at the demo staff's restaurant, paid in cash so that no payment gateway is needed. */
async function someOrder() {
  const restaurantId = demo.staff[0]?.restaurantId ?? "";
  const { sections } = await get<Menu>(`/v1/restaurants/${restaurantId}/menu`);
  const item = sections
    .flatMap(({ items }) => items)
    .find(({ available, optionGroups }) => available && optionGroups.every(({ min }) => min === 0));
  return {
    restaurantId,
    items: [{ menuItemId: item?.id ?? "", quantity: 2 }],
    addressId: demo.customers[0]?.addressId ?? "",
    paymentMethod: { type: "cash" },
  };
}
const withKey = (key: string) => ({ ...asha, "idempotency-key": key });

describe("looking around", () => {
  test("finds restaurants near the city's heart, with facets", async () => {
    const { lat, lng } = demo.city;
    const page = await get<RestaurantPage>(`/v1/restaurants?lat=${lat}&lng=${lng}&limit=5`);
    expect(page.items).toHaveLength(5);
    expect(page.total).toBeGreaterThan(5);
    const next = await get<RestaurantPage>(
      `/v1/restaurants?lat=${lat}&lng=${lng}&limit=5&cursor=${encodeURIComponent(page.nextCursor ?? "")}`,
    );
    expect(next.items.map(({ id }) => id)).not.toContain(page.items[0]?.id);
  });

  test("understands cuisines by repetition and by commas, and yes and no in both forms", async () => {
    const { lat, lng } = demo.city;
    const [first, second] = Object.keys(
      (await get<RestaurantPage>(`/v1/restaurants?lat=${lat}&lng=${lng}`)).facets.cuisines,
    );
    const near = `/v1/restaurants?lat=${lat}&lng=${lng}&limit=50`;
    const c = [first, second].map((cuisine) => encodeURIComponent(cuisine ?? ""));
    const repeated = await get<RestaurantPage>(`${near}&cuisine=${c[0]}&cuisine=${c[1]}&veg=true`);
    const listed = await get<RestaurantPage>(`${near}&cuisine=${c[0]},${c[1]}&veg=1`);
    expect(listed.total).toBe(repeated.total);
    expect(repeated.items.every(({ isPureVeg }) => isPureVeg)).toBe(true);
  });

  test("suggests while one types", async () => {
    const { lat, lng } = demo.city;
    const suggestions = await get<{ dishes: unknown[] }>(`/v1/restaurants/suggest?lat=${lat}&lng=${lng}&q=bir`);
    expect(suggestions.dishes.length).toBeGreaterThan(0);
  });

  test("serves the city's map packed, and not again to who has it", async () => {
    const path = `/map/${demo.city.slug}.geojson`;
    const first = await gateway.fetch(path, { headers: { "accept-encoding": "br" } });
    expect(first.headers.get("content-encoding")).toBe("br");
    expect(first.headers.get("content-type")).toBe("application/geo+json");
    expect(await first.json()).toMatchObject({ type: "FeatureCollection" });
    const etag = first.headers.get("etag") ?? "";
    const again = await gateway.fetch(path, { headers: { "accept-encoding": "br", "if-none-match": etag } });
    expect([again.status, await again.text()]).toEqual([304, ""]);
    const plain = await gateway.fetch(path, { headers: { "accept-encoding": "identity" } });
    expect(plain.headers.get("content-encoding")).toBeNull();
    expect(plain.headers.get("etag")).not.toBe(etag);
    expect((await gateway.fetch("/map/atlantis.geojson")).status).toBe(404);
    expect((await gateway.fetch("/map/..%2f..%2fetc")).status).toBe(404);
  });
});

describe("addresses", () => {
  test("are added, listed and forgotten by their owner only", async () => {
    const { lat, lng } = demo.city;
    const created = await gateway.post(
      "/v1/addresses",
      { label: "Work", line1: "2 Mill Road", location: { lat, lng } },
      asha,
    );
    expect(created.status).toBe(201);
    const { id } = (await created.json()) as { id: string };
    const { items } = await get<{ items: { id: string }[] }>("/v1/addresses");
    expect(items.map((address) => address.id)).toContain(id);
    const other = await bearerOf(gateway, demo.customers[1]?.phone ?? "");
    expect((await gateway.fetch(`/v1/addresses/${id}`, { method: "DELETE", headers: other })).status).toBe(404);
    expect((await gateway.fetch(`/v1/addresses/${id}`, { method: "DELETE", headers: asha })).status).toBe(204);
  });
});

describe("ordering", () => {
  test("says how one can pay, to who is logged in", async () => {
    const options = { provider: "sandbox", methods: ["card", "upi", "cash"], needsToken: true };
    expect(await get("/v1/payments/options")).toEqual(options);
    expect((await gateway.fetch("/v1/payments/options")).status).toBe(401);
  });

  test("quotes, places, replays, and refuses the same key for something else", async () => {
    const cart = await someOrder();
    const quote = (await (await gateway.post("/v1/orders/quote", cart, asha)).json()) as Quote;
    expect(quote).toMatchObject({ deliverable: true });

    const key = randomUUID();
    const placed = await gateway.post("/v1/orders", cart, withKey(key));
    expect(placed.status).toBe(201);
    expect(placed.headers.get("idempotency-replayed")).toBeNull();
    const order = (await placed.json()) as Order;
    expect(order).toMatchObject({ status: "CONFIRMED", total: quote.total, pin: expect.stringMatching(/^\d{4}$/) });
    expect(placed.headers.get("location")).toBe(`/v1/orders/${order.id}`);

    const replayed = await gateway.post("/v1/orders", cart, withKey(key));
    expect([replayed.status, replayed.headers.get("idempotency-replayed")]).toEqual([201, "true"]);
    expect(((await replayed.json()) as Order).id).toBe(order.id);

    const other = await gateway.post(
      "/v1/orders",
      { ...cart, items: [{ ...cart.items[0], quantity: 3 }] },
      withKey(key),
    );
    expect([other.status, ((await other.json()) as { code: string }).code]).toEqual([422, "IDEMPOTENCY_KEY_REUSED"]);
  });

  test("shows an order to its customer and its kitchen, each their side; to others it isn't there", async () => {
    const placed = await gateway.post("/v1/orders", await someOrder(), withKey(randomUUID()));
    const order = (await placed.json()) as Order;
    expect(await get<Order>(`/v1/orders/${order.id}`)).toMatchObject({ id: order.id, pin: order.pin });
    expect((await get<{ items: Order[] }>("/v1/orders?limit=50")).items.map(({ id }) => id)).toContain(order.id);
    const track = await get<{ stream: { channel: string; authEndpoint: string } }>(`/v1/orders/${order.id}/track`);
    expect(track.stream.channel).toBe(`private-order-${order.id}`);

    const other = await bearerOf(gateway, demo.customers[1]?.phone ?? "");
    expect((await gateway.fetch(`/v1/orders/${order.id}`, { headers: other })).status).toBe(404);
    const tickets = await get<{ items: { id: string }[] }>("/v1/kitchen/orders?status=new", kitchen);
    expect(tickets.items.map(({ id }) => id)).toContain(order.id);
    expect(JSON.stringify(tickets)).not.toContain('"pin"');
  });

  test("lets the kitchen accept and finish it, and then it can't be cancelled", async () => {
    const placed = await gateway.post("/v1/orders", await someOrder(), withKey(randomUUID()));
    const { id } = (await placed.json()) as Order;
    const accepted = await gateway.post(`/v1/kitchen/orders/${id}/accept`, { prepMinutes: 10 }, kitchen);
    expect(accepted.status).toBe(200);
    expect(await accepted.json()).toMatchObject({ id, acceptedAt: expect.any(String) });
    const cancel = await gateway.fetch(`/v1/orders/${id}/cancel`, { method: "POST", headers: asha });
    expect([cancel.status, ((await cancel.json()) as { code: string }).code]).toEqual([409, "ORDER_NOT_CANCELLABLE"]);
    const ready = await gateway.fetch(`/v1/kitchen/orders/${id}/ready`, {
      method: "POST",
      headers: { ...kitchen, "content-type": "application/json" },
    });
    expect(ready.status).toBe(200);
    const again = await gateway.post(`/v1/kitchen/orders/${id}/accept`, { prepMinutes: 10 }, kitchen);
    expect(again.status).toBe(409);
  });

  test("lets the kitchen that cooks it say that it needs longer, until it is ready", async () => {
    const placed = await gateway.post("/v1/orders", await someOrder(), withKey(randomUUID()));
    const { id } = (await placed.json()) as Order;
    const delay = async (body: object, headers: { authorization: string } = kitchen) => {
      const response = await gateway.post(`/v1/kitchen/orders/${id}/delay`, body, headers);
      const { code, errors } = (await response.clone().json()) as { code?: string; errors?: { path: string }[] };
      return { response, outcome: [response.status, code, errors?.[0]?.path] };
    };
    expect((await delay({ minutes: 10 })).outcome).toEqual([409, "ILLEGAL_TRANSITION", undefined]);
    const accepted = await gateway.post(`/v1/kitchen/orders/${id}/accept`, { prepMinutes: 10 }, kitchen);
    const { readyBy = "" } = (await accepted.json()) as Ticket;

    for (const minutes of [4, 61, 7.5, "10", null, undefined]) {
      expect((await delay({ minutes })).outcome).toEqual([400, "VALIDATION_FAILED", "minutes"]);
    }
    const soon = await delay({ minutes: 10, readyBy: "soon" });
    expect(soon.outcome).toEqual([400, "VALIDATION_FAILED", "readyBy"]);
    const elsewhere = demo.staff.find(({ restaurantId }) => restaurantId !== demo.staff[0]?.restaurantId);
    const foreign = await delay({ minutes: 10 }, await bearerOf(gateway, elsewhere?.phone ?? ""));
    expect(foreign.outcome).toEqual([404, "NOT_FOUND", undefined]);
    expect((await delay({ minutes: 10 }, asha)).outcome).toEqual([403, "FORBIDDEN", undefined]);

    const delayed = await delay({ minutes: 10, readyBy });
    expect(delayed.response.status).toBe(200);
    expect(Date.parse(((await delayed.response.json()) as Ticket).readyBy ?? "")).toBe(Date.parse(readyBy) + 600_000);
    // The answer got lost, and it is sent once more.
    expect((await delay({ minutes: 10, readyBy })).outcome).toEqual([409, "ILLEGAL_TRANSITION", undefined]);
    await gateway.post(`/v1/kitchen/orders/${id}/ready`, {}, kitchen);
    expect((await delay({ minutes: 10 })).outcome).toEqual([409, "ILLEGAL_TRANSITION", undefined]);
  });

  test("is cancelled by its customer while nobody cooks", async () => {
    const placed = await gateway.post("/v1/orders", await someOrder(), withKey(randomUUID()));
    const { id } = (await placed.json()) as Order;
    const cancelled = await gateway.fetch(`/v1/orders/${id}/cancel`, { method: "POST", headers: asha });
    expect(cancelled.status).toBe(200);
    expect(await cancelled.json()).toMatchObject({ status: "CANCELLED", cancelReason: "customer" });
  });

  test("refuses what a client made up: prices, other people's addresses, unknown dishes", async () => {
    const cart = await someOrder();
    const cheeky = { ...cart, total: { amount: 1, currency: "INR" }, customerId: randomUUID() };
    const placed = await gateway.post("/v1/orders", cheeky, withKey(randomUUID()));
    const { total } = (await placed.json()) as Order;
    expect(total.amount).toBeGreaterThan(1);
    const foreign = { ...cart, addressId: demo.customers[1]?.addressId };
    expect((await gateway.post("/v1/orders", foreign, withKey(randomUUID()))).status).toBe(404);
    const unknown = { ...cart, items: [{ menuItemId: randomUUID(), quantity: 1 }] };
    const refused = await gateway.post("/v1/orders", unknown, withKey(randomUUID()));
    expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([422, "ITEM_UNKNOWN"]);
  });
});

describe("live channels", () => {
  test("are signed for whom they concern, from JSON and from pusher-js's form", async () => {
    const placed = await gateway.post("/v1/orders", await someOrder(), withKey(randomUUID()));
    const { id } = (await placed.json()) as Order;
    const asked = { socket_id: "123.456", channel_name: `private-order-${id}` };
    const json = await gateway.post("/v1/live/auth", asked, asha);
    expect([json.status, await json.json()]).toEqual([200, { auth: expect.stringMatching(/^test-key:[0-9a-f]{64}$/) }]);
    const form = await gateway.fetch("/v1/live/auth", {
      method: "POST",
      headers: asha,
      body: new URLSearchParams(asked),
    });
    expect(form.status).toBe(200);

    const other = await bearerOf(gateway, demo.customers[1]?.phone ?? "");
    expect((await gateway.post("/v1/live/auth", asked, other)).status).toBe(403);
    expect((await gateway.post("/v1/live/auth", { ...asked, channel_name: "private-ops-x" }, asha)).status).toBe(403);
    expect((await gateway.post("/v1/live/auth", asked)).status).toBe(401);
    expect((await gateway.post("/v1/live/auth", { socket_id: "x" }, asha)).status).toBe(400);
  });
});
