import type { Browser, Page } from "playwright-core";
import postgres from "postgres";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { z } from "zod";
import { ticketSchema } from "@tiffin/domain/wire/kitchen";
import { currentRidesSchema } from "@tiffin/domain/wire/riders";
import { assemble, cartOf, clearTheDesk, getOrder, placeOrder, statusIs, type Cast } from "./src/actors.ts";
import { launchBrowser, photograph } from "./src/browser.ts";
import { eventually } from "./src/eventually.ts";
import { riderMarker } from "./src/map.ts";
import { readStack } from "./src/read-stack.ts";
import { openRiderPhone, startShift, wrongClock } from "./src/rider-phone.ts";
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
    const first = await startShift({ browser, stack, index: 1, at: restaurant.location });
    const { id, pin } = await placeOrder(cast);

    // The first is asked, and says why not.
    await first.page.getByRole("heading", { level: 1, name: "New order" }).waitFor();
    await first.page.getByText(restaurant.name).first().waitFor();
    const next = await startShift({ browser, stack, index: 2, at: restaurant.location });
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
    const first = await startShift({ browser, stack, index: 1, at: restaurant.location });
    const other = await openRiderPhone({ browser, stack, index: 1, at: restaurant.location });
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

describe("an offer on a phone whose clock is wrong", () => {
  it.each([
    ["ahead", 7 * 60_000],
    ["behind", -7 * 60_000],
  ])("counts down by the server’s, seven minutes %s, and shows both stops", async (_, byMilliseconds) => {
    const { restaurant } = await cartOf(cast.customer, cast.restaurantId);
    const { page, ...device } = await startShift({
      browser,
      stack,
      index: 1,
      at: restaurant.location,
      prepare: (page) => page.addInitScript(wrongClock, byMilliseconds),
    });
    expect(Math.abs((await page.evaluate(() => Date.now())) - byMilliseconds - Date.now())).toBeLessThan(60_000);
    await riderMarker(page).waitFor();
    const { id } = await placeOrder(cast);
    const seen = await page
      .getByRole("timer", { name: "Seconds left to answer" })
      .evaluate((ring) => ({ left: Number(ring.textContent), at: Date.now() }));
    const [{ expiresAt } = { expiresAt: 0 }] = await query(
      z.object({ expiresAt: moment }),
      (sql) => sql`select expires_at as "expiresAt" from offers where order_id = ${id} order by seq`,
    );
    const left = (expiresAt - (seen.at - byMilliseconds)) / 1_000;
    // Whole seconds, on a clock that is right to the half of a round trip.
    expect(Math.abs(seen.left - left), `${seen.left} s instead of ${left}`).toBeLessThan(1 + CLOCK_SLACK_MS / 1_000);

    // Both stops, by name, in the part of the map that the sheet leaves free.
    await eventually("both stops are in the picture", async () => {
      const pins = await page.locator(".tf-stop").evaluateAll((pins) => {
        const map = document.querySelector(".maplibregl-map")?.getBoundingClientRect();
        return pins.map((pin) => {
          const { left, right, top, bottom } = pin.getBoundingClientRect();
          const isInside = map && left >= map.left && right <= map.right && top >= map.top && bottom <= map.bottom;
          return { label: pin.getAttribute("aria-label"), isInside };
        });
      });
      expect(pins).toEqual([
        { label: restaurant.name, isInside: true },
        { label: await doorOf(id), isInside: true },
      ]);
      return true;
    });
    expect(device.complaints).toEqual([]);
    await device.close();
  });
});

describe("a yes that comes too late", () => {
  it("is told in kind words, and the rider goes on looking", async () => {
    const { restaurant } = await cartOf(cast.customer, cast.restaurantId);
    const device = await startShift({ browser, stack, index: 1, at: restaurant.location });
    const { page } = device;
    const { id } = await placeOrder(cast);
    let letGo = () => {};
    const held = new Promise<void>((resolve) => (letGo = resolve));
    await page.route(/rides\.answer/, async (route) => {
      await held;
      await route.continue();
    });
    await page.getByRole("button", { name: "Accept" }).click();
    await eventually("the offer has run out", async () => (await offersOf(id))[0]?.status === "EXPIRED");
    // Else it might be offered to the rider once more, and the screen would speak of that.
    await cast.ops.post(z.unknown(), `/v1/ops/orders/${id}/cancel`, { reason: "nobody took it" });
    letGo();
    await page.getByText("That offer has run out. The next one will come.").waitFor();
    await page.getByRole("heading", { level: 1, name: "Looking for orders" }).waitFor();
    expect(device.complaints).toEqual([]);
    await device.close();
  });
});

/** The phone's clock follows the server's by what its answers say, to the half of a round trip. */
const CLOCK_SLACK_MS = 1_500;

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

async function doorOf(orderId: string): Promise<string> {
  const [row] = await query(
    z.object({ line1: z.string() }),
    (sql) => sql`select dropoff_line1 as "line1" from orders where id = ${orderId}`,
  );
  return row?.line1 ?? "";
}

async function riderIdOf(index: number): Promise<string> {
  const [row] = await query(
    z.object({ id: z.string() }),
    (sql) => sql`select id from users where phone = ${stack.demo.riders[index]?.phone ?? ""}`,
  );
  return row?.id ?? "";
}
