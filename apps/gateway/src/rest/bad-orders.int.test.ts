import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { seedDemo, type DemoAccounts } from "@tiffin/db/seed/seed-demo";
import { orders } from "@tiffin/db/schema/orders";
import { outbox } from "@tiffin/db/schema/outbox";
import { createTestDatabase, type TestDatabase } from "@tiffin/db/testing";
import type { Menu } from "@tiffin/domain/wire/restaurants";
import { bearerOf } from "../testing/people.ts";
import { startTestGateway, type TestGateway } from "../testing/test-gateway.ts";

let database: TestDatabase;
let gateway: TestGateway;
let demo: DemoAccounts;
let asha: { authorization: string };
let menu: Menu;
let otherMenu: Menu;

beforeAll(async () => {
  database = await createTestDatabase(inject("postgresUrl"));
  demo = await seedDemo(database.url);
  gateway = await startTestGateway({ databaseUrl: database.url, redisUrl: inject("redisUrl") });
  asha = await bearerOf(gateway, demo.customers[0]?.phone ?? "");
  const [here, elsewhere] = [...new Set(demo.staff.map(({ restaurantId }) => restaurantId))];
  menu = await menuOf(here ?? "");
  otherMenu = await menuOf(elsewhere ?? "");
});
afterAll(async () => {
  await gateway.stop();
  await database.close();
});

const menuOf = async (id: string) =>
  (await (await gateway.fetch(`/v1/restaurants/${id}/menu`, { headers: asha })).json()) as Menu;
const dishesOf = ({ sections }: Menu) => sections.flatMap(({ items }) => items);
type Dish = ReturnType<typeof dishesOf>[number];
const dishWith = (is: (dish: Dish) => boolean): Dish => {
  const dish = dishesOf(menu).find(is);
  if (dish === undefined) throw new Error("the demo has no such dish");
  return dish;
};
const plain = () => dishWith(({ available, optionGroups }) => available && optionGroups.every(({ min }) => min === 0));

/** An order that would be taken, but for what a test changes about it. */
const cart = (change: object = {}) => ({
  restaurantId: menu.restaurant.id,
  items: [{ menuItemId: plain().id, quantity: 1 }],
  addressId: demo.customers[0]?.addressId ?? "",
  paymentMethod: { type: "cash" },
  ...change,
});
const line = (change: object) => cart({ items: [{ menuItemId: plain().id, quantity: 1, ...change }] });

interface Problem {
  readonly status: number;
  readonly code: string;
  readonly type: string;
  readonly title: string;
  readonly traceId: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
}

async function place(body: unknown, headers: Record<string, string> = {}) {
  const response = await gateway.fetch("/v1/orders", {
    method: "POST",
    headers: { ...asha, "idempotency-key": randomUUID(), "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return { response, text, problem: JSON.parse(text) as Problem };
}

/** In the contract's form, with nothing of the inside, and nothing written. */
async function expectRefused(body: unknown, status: number, code: string, path?: string, headers = {}) {
  const before = await counts();
  const { response, text, problem } = await place(body, headers);
  expect([response.status, problem.code, problem.errors?.[0]?.path]).toEqual([status, code, path]);
  expect(response.headers.get("content-type")).toContain("application/problem+json");
  expect(problem).toMatchObject({ status, type: expect.any(String), title: expect.any(String) });
  expect(problem.traceId).not.toBe("");
  expect(text).not.toMatch(/node_modules|\.ts:|at \w+ \(/);
  expect(await counts()).toEqual(before);
}

const counts = async () => ({
  orders: await database.db.$count(orders),
  outbox: await database.db.$count(outbox),
});

describe("an order that can't be", () => {
  const nobody = randomUUID();

  test.each([
    ["no quantity", () => line({ quantity: 0 }), "items.0.quantity"],
    ["less than none", () => line({ quantity: -1 }), "items.0.quantity"],
    ["a billion", () => line({ quantity: 1e9 }), "items.0.quantity"],
    ["half a dish", () => line({ quantity: 1.5 }), "items.0.quantity"],
    ["a number in words", () => line({ quantity: "2" }), "items.0.quantity"],
    ["no dishes", () => cart({ items: [] }), "items"],
    ["a thousand dishes", () => cart({ items: Array.from({ length: 1_000 }, () => cart().items[0]) }), "items"],
    ["a dish that is no id", () => line({ menuItemId: "dosa" }), "items.0.menuItemId"],
    ["a note as long as a letter", () => line({ note: "x".repeat(201) }), "items.0.note"],
    ["a tip that is taken away", () => cart({ tip: -1 }), "tip"],
    ["a tip that is no number", () => cart({ tip: Number.NaN }), "tip"],
    ["a way to pay that there isn't", () => cart({ paymentMethod: { type: "cheque" } }), "paymentMethod.type"],
    [
      "a token as long as a book",
      () => cart({ paymentMethod: { type: "card", token: "x".repeat(2_000) } }),
      "paymentMethod.token",
    ],
    ["no address", () => cart({ addressId: undefined }), "addressId"],
    ["no restaurant", () => cart({ restaurantId: 7 }), "restaurantId"],
  ])("%s is malformed, and the answer names the field", async (_, body, path) => {
    await expectRefused(body(), 400, "VALIDATION_FAILED", path);
  });

  test("somebody else's address is not there", async () => {
    await expectRefused(cart({ addressId: demo.customers[1]?.addressId }), 404, "NOT_FOUND");
  });

  test("a restaurant that isn't there is not there", async () => {
    await expectRefused(cart({ restaurantId: nobody }), 404, "NOT_FOUND");
  });

  test("a dish of another restaurant, or of none, is not on this menu", async () => {
    const elsewhere = dishesOf(otherMenu)[0]?.id;
    await expectRefused(line({ menuItemId: elsewhere }), 422, "ITEM_UNKNOWN", "items.0.menuItemId");
    await expectRefused(line({ menuItemId: nobody }), 422, "ITEM_UNKNOWN", "items.0.menuItemId");
  });

  test("too few, too many, foreign and repeated choices are refused", async () => {
    const choosy = dishWith(({ optionGroups }) =>
      optionGroups.some(({ min, max, options }) => min === 1 && max === 1 && options.length > 1),
    );
    const group = choosy.optionGroups.find(({ min, max, options }) => min === 1 && max === 1 && options.length > 1)!;
    const [one, two] = group.options.map(({ id }) => id);
    for (const optionIds of [[], [one, two], [nobody], [one, one]]) {
      await expectRefused(
        cart({ items: [{ menuItemId: choosy.id, quantity: 1, optionIds }] }),
        422,
        "OPTIONS_INVALID",
        "items.0.optionIds",
      );
    }
  });

  test("what is sold out can't be had, and the answer says which", async () => {
    const { id } = plain();
    await database.db.$client`update menu_items set available = false where id = ${id}`;
    try {
      await expectRefused(
        cart({ items: [{ menuItemId: id, quantity: 1 }] }),
        422,
        "ITEM_UNAVAILABLE",
        "items.0.menuItemId",
      );
    } finally {
      await database.db.$client`update menu_items set available = true where id = ${id}`;
    }
  });

  test("a tip beyond the city's bound, or in another currency, is refused", async () => {
    await expectRefused(cart({ tip: 1_000_000 }), 400, "VALIDATION_FAILED", "tip");
    await expectRefused(cart({ tip: { amount: 100, currency: "USD" } }), 400, "VALIDATION_FAILED", "tip");
  });

  test("a key that is missing or no UUID is refused", async () => {
    await expectRefused(cart(), 400, "IDEMPOTENCY_KEY_REQUIRED", undefined, { "idempotency-key": "" });
    await expectRefused(cart(), 400, "VALIDATION_FAILED", "Idempotency-Key", { "idempotency-key": "again-and-again" });
  });

  test("what is no JSON, or too much of it, is refused before it is read", async () => {
    await expectRefused("{ hungry", 400, "VALIDATION_FAILED");
    const huge = await place(line({ note: "x".repeat(2_000_000) }));
    expect([huge.response.status, huge.problem.code]).toEqual([413, "PAYLOAD_TOO_LARGE"]);
  });
});

test("prices, amounts and people in the body count for nothing", async () => {
  const { problem: _, text } = await place(
    cart({
      customerId: demo.customers[1]?.addressId,
      total: { amount: 1, currency: "INR" },
      subtotal: 1,
      price: 1,
      items: [{ menuItemId: plain().id, quantity: 1, price: 1, unitPrice: { amount: 1, currency: "INR" } }],
    }),
  );
  const order = JSON.parse(text) as { subtotal: { amount: number }; id: string };
  expect(order.subtotal.amount).toBe(plain().price.amount);
  const [row] = await database.db.$client`
    select u.phone from orders o join users u on u.id = o.customer_id where o.id = ${order.id}`;
  expect(row?.["phone"]).toBe(demo.customers[0]?.phone);
});

test("a note keeps what people write, in any script", async () => {
  const note = "kein Koriander 🌿 – ಉಪ್ಪು ಕಡಿಮೆ";
  const { response, text } = await place(line({ note }));
  expect([response.status, (JSON.parse(text) as { items: { note?: string }[] }).items[0]?.note]).toEqual([201, note]);
  await expectRefused(line({ note: "salt\u0000" }), 400, "VALIDATION_FAILED", "items.0.note");
});
