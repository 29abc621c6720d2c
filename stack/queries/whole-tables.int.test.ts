import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { insertKitchen, insertUser, type FixtureKitchen } from "@tiffin/db/testing/fixtures";
import { accessTokens } from "../faults/testing/access-tokens.ts";
import { type Customer, signIn } from "../faults/testing/customer.ts";
import { eventually } from "../faults/testing/eventually.ts";
import { createFaultWorld, type FaultWorld } from "../faults/testing/fault-world.ts";
import { comeOnShift, type Rider } from "../faults/testing/riders.ts";

/** Tables that grow with every order for as long as the house stands. */
const GROWING = [
  "orders",
  "order_items",
  "order_events",
  "order_answers",
  "payments",
  "refunds",
  "webhook_events",
  "ledger_transactions",
  "ledger_postings",
  "rides",
  "offers",
  "dispatch_decisions",
  "push_deliveries",
  "users",
  "addresses",
] as const;

/** A plan is kept for good after Postgres has made it five times for the values at hand. */
const ORDERS = 8;

let world: FaultWorld;
let kitchen: FixtureKitchen;
let customer: Customer;
let rider: Rider;
const over = new AbortController();

beforeAll(async () => {
  world = await createFaultWorld({
    postgresUrl: inject("postgresUrl"),
    soketi: inject("soketi"),
    prefersIndexes: true,
  });
  kitchen = await insertKitchen(world.db);
  await world.db.$client`update restaurants set prep_minutes = 1 where id = ${kitchen.restaurantId}`;
  customer = await signIn(world, kitchen);
  rider = await comeOnShift(world, { cityId: kitchen.cityId, at: kitchen.location }, over.signal);
}, 120_000);
afterAll(async () => {
  over.abort();
  await world.close();
});

it("lives through orders from placing to paying out without reading a growing table whole", async () => {
  const [staff, opsId] = [kitchen.staffId, await insertUser(world.db, "ops")];
  const [asKitchen, asRider, asCustomer, asOps] = [
    call(accessTokens(world, "staff", [staff])[0]!),
    call(accessTokens(world, "rider", [rider.riderId])[0]!),
    call(accessTokens(world, "customer", [customer.customerId])[0]!),
    call(accessTokens(world, "ops", [opsId])[0]!),
  ];
  const before = await wholeReads();
  for (let n = 0; n < ORDERS; n += 1) {
    const { status, body } = await customer.place(randomUUID());
    expect([status, body.status]).toEqual([201, "CONFIRMED"]);
    const orderId = body.id;
    await asKitchen("POST", `/v1/kitchen/orders/${orderId}/accept`, { prepMinutes: 5 });
    await asKitchen("POST", `/v1/kitchen/orders/${orderId}/ready`);
    const offer = await rider.nextOffer();
    expect(await rider.answer("accept", offer)).toBe("200");
    await asRider("POST", `/v1/rides/${offer.rideId}/picked-up`);
    await asCustomer("GET", `/v1/orders/${orderId}/track`);
    const [order] = await world.db.$client<{ pin: string }[]>`
      select delivery_pin as pin from orders where id = ${orderId}`;
    await asRider("POST", `/v1/rides/${offer.rideId}/delivered`, { pin: order?.pin });
    await asRider("GET", "/trpc/rider/earnings.recent");
    await asCustomer("GET", `/v1/orders/${orderId}`);
    await asCustomer("GET", "/v1/orders");
    await asKitchen("GET", "/v1/kitchen/orders?status=open");
    await asKitchen("GET", "/v1/kitchen/orders?status=done");
    await asOps("GET", `/v1/ops/orders/${orderId}`);
    const isSettled = async () => {
      const [payment] = await world.db.$client<{ status: string }[]>`
        select status from payments where order_id = ${orderId} and status = 'CAPTURED'`;
      return payment !== undefined;
    };
    await eventually(isSettled);
  }
  const { body: cancelled } = await customer.place(randomUUID());
  await customer.cancel(cancelled.id);
  await world.reconcile();

  expect(difference(before, await wholeReads())).toEqual({});
}, 180_000);

function call(token: string) {
  return async (method: string, path: string, body?: unknown) => {
    const response = await fetch(new URL(path, world.gateway.url), {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        "content-type": "application/json",
        "idempotency-key": randomUUID(),
      },
      ...(method === "GET" ? {} : { body: JSON.stringify(body ?? {}) }),
    });
    const text = await response.text();
    expect(response.status, `${method} ${path}: ${text}`).toBeLessThan(300);
  };
}

/** How often each table was read from its beginning to its end. */
async function wholeReads(): Promise<Map<string, number>> {
  const rows = await world.db.$client<{ table: string; times: number }[]>`
    select relname as table, seq_scan::int as times from pg_stat_user_tables
    where schemaname = 'public' and relname in ${world.db.$client(GROWING)}`;
  return new Map(rows.map(({ table, times }) => [table, times]));
}

function difference(before: Map<string, number>, after: Map<string, number>) {
  return Object.fromEntries(
    [...after].map(([table, times]) => [table, times - (before.get(table) ?? 0)]).filter(([, times]) => times !== 0),
  );
}
