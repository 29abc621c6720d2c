import type { Browser, Page } from "playwright-core";
import postgres from "postgres";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { z } from "zod";
import { ticketSchema } from "@tiffin/domain/wire/kitchen";
import { currentRidesSchema } from "@tiffin/domain/wire/riders";
import { assemble, cartOf, clearTheDesk, getOrder, placeOrder, statusIs, type Cast } from "./src/actors.ts";
import { reachOf } from "./src/airplane.ts";
import { launchBrowser, logInAs, openPage, phone, photograph } from "./src/browser.ts";
import { readStack } from "./src/read-stack.ts";
import type { Stack } from "./src/stack.ts";

let stack: Stack;
let cast: Cast;
let second: Cast;
let browser: Browser;
beforeAll(async () => {
  stack = await readStack(inject("stackFile"));
  // The second rider, a customer and a kitchen; beside them another rider, of whom alone is made use.
  [cast, second] = [await assemble(stack, 1), await assemble(stack, 2)];
  browser = await launchBrowser();
});
beforeEach(async () => {
  await clearTheDesk(cast);
  await clearTheDesk(second);
});
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await photograph(browser, "rider-offers");
});
afterAll(async () => {
  await browser.close();
  await clearTheDesk(cast);
  await clearTheDesk(second);
});

describe("an offer on riders’ phones", () => {
  it("is declined with a reason, taken by the next, and ridden through a dead spot without a step being lost", async () => {
    const { restaurant } = await cartOf(cast.customer, cast.restaurantId);
    const first = await startShift(1, restaurant.location);
    const { id, pin } = await placeOrder(cast);

    // The first is asked, and says why not.
    await first.page.getByRole("heading", { level: 1, name: "New order" }).waitFor();
    await first.page.getByText(restaurant.name).first().waitFor();
    const next = await startShift(2, restaurant.location);
    await first.page.getByRole("button", { name: "Decline" }).click();
    await first.page.getByRole("group", { name: "Why not?" }).getByRole("button", { name: "Too far" }).click();
    await first.page.getByText("Declined.").waitFor();
    await first.page.getByRole("heading", { level: 1, name: "Looking for orders" }).waitFor();

    // The order comes to the next, who takes it.
    const { page } = next;
    await page.getByRole("button", { name: "Accept" }).click();
    await page.getByRole("heading", { level: 1, name: "Ride to the restaurant" }).waitFor();
    await statusIs(cast.customer, id, "ASSIGNED");
    expect(await offersOf(id)).toEqual([
      { seq: 1, status: "DECLINED", declineReason: "too_far", riderId: await riderIdOf(1) },
      { seq: 2, status: "ACCEPTED", declineReason: null, riderId: await riderIdOf(2) },
    ]);
    await cast.staff.post(ticketSchema, `/v1/kitchen/orders/${id}/accept`, { prepMinutes: 5 });
    await cast.staff.post(ticketSchema, `/v1/kitchen/orders/${id}/ready`);
    await page.getByText("The food is ready").waitFor();

    // No network: both steps are kept on the phone, also over a reload, and the rider is led on.
    await next.reach.lose();
    const lostAt = Date.now();
    await page.getByRole("button", { name: "I’m at the restaurant" }).click();
    await page.getByText("1 step waits for the network. You can ride on.").waitFor();
    const between = Date.now();
    await page.getByRole("button", { name: "I have the food" }).click();
    await page.getByText("2 steps wait for the network. You can ride on.").waitFor();
    const tappedAt = Date.now();
    await page.getByRole("heading", { level: 1, name: "Ride to the customer" }).waitFor();
    await page.reload();
    await page.getByText("2 steps wait for the network. You can ride on.").waitFor();
    await page.getByRole("heading", { level: 1, name: "Ride to the customer" }).waitFor();
    expect(await getOrder(cast.customer, id)).toMatchObject({ status: "READY" });

    // Back again: they are told in their order, each with the time at which it was tapped.
    await page.waitForTimeout(Math.max(0, tappedAt + 6_000 - Date.now()));
    const foundAt = Date.now();
    await next.reach.find();
    await statusIs(cast.customer, id, "PICKED_UP");
    await page.getByText(/for the network/).waitFor({ state: "detached" });
    await page.getByRole("button", { name: "I’m at the door" }).waitFor();
    const ridden = await rideOf(id);
    expect(ridden).toMatchObject({ status: "PICKED_UP", riderId: await riderIdOf(2) });
    expect(ridden.arrivedAtRestaurantAt).toBeGreaterThanOrEqual(lostAt - CLOCK_SLACK_MS);
    expect(ridden.arrivedAtRestaurantAt).toBeLessThanOrEqual(between + CLOCK_SLACK_MS);
    expect(ridden.pickedUpAt).toBeGreaterThanOrEqual(between - CLOCK_SLACK_MS);
    expect(ridden.pickedUpAt).toBeLessThanOrEqual(tappedAt + CLOCK_SLACK_MS);
    expect(ridden.pickedUpAt).toBeLessThan(foundAt - CLOCK_SLACK_MS);
    const audited = (await eventsOf(id)).find(({ status }) => status === "PICKED_UP");
    expect(audited).toEqual({
      status: "PICKED_UP",
      actor: "rider",
      actorId: await riderIdOf(2),
      at: ridden.pickedUpAt,
    });

    // The door lies in a dead spot, too; the app is even closed there. Its end is told once, and is no news to its rider.
    await next.reach.lose();
    await page.getByRole("button", { name: "I’m at the door" }).click();
    await page.getByText("1 step waits for the network. You can ride on.").waitFor();
    await page.getByRole("button", { name: "Hand over" }).click();
    await page
      .getByRole("group", { name: "PIN" })
      .getByRole("textbox")
      .first()
      .fill(pin ?? "");
    await page.getByText("2 steps wait for the network. You can ride on.").waitFor();
    await page.reload();
    await page.getByText("2 steps wait for the network. You can ride on.").waitFor();
    await next.reach.find();
    await statusIs(cast.customer, id, "DELIVERED");
    await page.getByRole("heading", { level: 1, name: "Looking for orders" }).waitFor();
    expect(await page.getByText(/no longer yours/).count()).toBe(0);
    expect((await second.rider.get(currentRidesSchema, "/v1/rides/current")).rides).toEqual([]);
    expect([...first.complaints, ...next.complaints]).toEqual([]);
    await Promise.all([first.close(), next.close()]);
  });
});

describe("a rider with two phones", () => {
  it("sees on each what was done on the other, and nowhere that a ride was lost", async () => {
    const { restaurant } = await cartOf(cast.customer, cast.restaurantId);
    const first = await startShift(1, restaurant.location);
    const other = await openPhone(1, restaurant.location);
    const phones = [first.page, other.page];
    const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name });
    const everywhere = (see: (page: Page) => Promise<unknown>) => Promise.all(phones.map(see));
    const elsewhere = (page: Page) => page.getByText("You accepted this on your other device.");
    await everywhere((page) => heading(page, "Looking for orders").waitFor());

    // Accepted on one: the other says where, and shows the ride.
    const { id } = await placeOrder(cast);
    await everywhere((page) => page.getByRole("button", { name: "Accept" }).waitFor());
    await first.page.getByRole("button", { name: "Accept" }).click();
    await elsewhere(other.page).waitFor();
    await everywhere((page) => heading(page, "Ride to the restaurant").waitFor());
    expect(await elsewhere(first.page).count()).toBe(0);
    await cast.ops.post(z.unknown(), `/v1/ops/orders/${id}/cancel`, { reason: "only looked at" });
    await everywhere((page) => heading(page, "Looking for orders").waitFor());
    // Each phone says so once it has asked what became of the ride, and for a while.
    await everywhere((page) => page.getByText(/no longer yours/).waitFor());
    await everywhere((page) => page.getByText(/no longer yours/).waitFor({ state: "detached" }));
    await elsewhere(other.page).waitFor({ state: "detached" });

    // Pressed on both at once: one of them wins, the other says so.
    const next = await placeOrder(cast);
    await everywhere((page) => page.getByRole("button", { name: "Accept" }).waitFor());
    // Not `click`, which makes sure first that the button is at rest: the other phone has heard of the ride by then.
    await everywhere((page) => page.getByRole("button", { name: "Accept" }).dispatchEvent("click"));
    await everywhere((page) => heading(page, "Ride to the restaurant").waitFor());
    await Promise.any(phones.map((page) => elsewhere(page).waitFor()));
    expect(await Promise.all(phones.map((page) => elsewhere(page).count()))).toEqual(expect.arrayContaining([0, 1]));
    expect(await Promise.all(phones.map((page) => page.getByText("Another rider was quicker.").count()))).toEqual([
      0, 0,
    ]);

    // Brought with one: the other is told that it is done, and what it earned.
    await cast.staff.post(ticketSchema, `/v1/kitchen/orders/${next.id}/accept`, { prepMinutes: 5 });
    await cast.staff.post(ticketSchema, `/v1/kitchen/orders/${next.id}/ready`);
    await first.page.getByRole("button", { name: "I’m at the restaurant" }).click();
    await other.page.getByRole("button", { name: "I have the food" }).click();
    await first.page.getByRole("button", { name: "I’m at the door" }).click();
    await first.page.getByRole("button", { name: "Hand over" }).click();
    await first.page
      .getByRole("group", { name: "PIN" })
      .getByRole("textbox")
      .first()
      .fill(next.pin ?? "");
    await other.page.getByText(new RegExp(`^Order ${next.number} was handed over\\. ₹.* earned\\.$`)).waitFor();
    await everywhere((page) => heading(page, "Looking for orders").waitFor());
    expect(await Promise.all(phones.map((page) => page.getByText(/no longer yours/).count()))).toEqual([0, 0]);
    expect([...first.complaints, ...other.complaints]).toEqual([]);
    await Promise.all([first.close(), other.close()]);
  });
});

/** The phone's clock follows the server's by what its answers say, to the half of a round trip. */
const CLOCK_SLACK_MS = 1_500;

/** A rider's phone, on shift at a place and known to be there. */
async function startShift(index: number, at: { lat: number; lng: number }) {
  const device = await openPhone(index, at);
  await device.page.getByRole("button", { name: "Start shift" }).click();
  await device.page.getByTestId("sharing").filter({ hasText: "You’re sharing your location" }).waitFor();
  return device;
}

/** A rider's phone at a place, logged in. */
async function openPhone(index: number, { lat, lng }: { lat: number; lng: number }) {
  const { demo, urls } = stack;
  const me = demo.riders[index];
  if (!urls.rider || !me) throw new Error("this needs the rider app and three demo riders");
  const device = await openPage(browser, urls.rider, {
    ...phone,
    geolocation: { latitude: lat, longitude: lng, accuracy: 8 },
    permissions: ["geolocation", "screen-wake-lock"],
  });
  const reach = await reachOf(device.page);
  await device.page.reload();
  await logInAs(device.page, me.name, demo.otp);
  return { ...device, reach };
}

async function query<Row>(
  schema: z.ZodType<Row>,
  ask: (sql: postgres.Sql) => PromiseLike<Iterable<unknown>>,
): Promise<Row[]> {
  const sql = postgres(stack.urls.postgres, { max: 1 });
  try {
    return z.array(schema).parse([...(await ask(sql))]);
  } finally {
    await sql.end();
  }
}

const moment = z.date().transform((date) => date.getTime());
const rideRow = z.object({
  status: z.string(),
  riderId: z.string(),
  arrivedAtRestaurantAt: moment,
  pickedUpAt: moment,
});
async function rideOf(orderId: string) {
  const [row] = await query(
    rideRow,
    (sql) => sql`
      select status, rider_id as "riderId", arrived_at_restaurant_at as "arrivedAtRestaurantAt",
             picked_up_at as "pickedUpAt"
      from rides where order_id = ${orderId}`,
  );
  if (!row) throw new Error("the order has no ride");
  return row;
}

const eventRow = z.object({ status: z.string(), actor: z.string(), actorId: z.string().nullable(), at: moment });
const eventsOf = (orderId: string) =>
  query(
    eventRow,
    (sql) =>
      sql`select status, actor, actor_id as "actorId", at from order_events where order_id = ${orderId} order by seq`,
  );

const offerRow = z.object({
  seq: z.int(),
  status: z.string(),
  declineReason: z.string().nullable(),
  riderId: z.string(),
});
const offersOf = (orderId: string) =>
  query(
    offerRow,
    (sql) =>
      sql`select seq, status, decline_reason as "declineReason", rider_id as "riderId" from offers where order_id = ${orderId} order by seq`,
  );

async function riderIdOf(index: number): Promise<string> {
  const [row] = await query(
    z.object({ id: z.string() }),
    (sql) => sql`select id from users where phone = ${stack.demo.riders[index]?.phone ?? ""}`,
  );
  return row?.id ?? "";
}
