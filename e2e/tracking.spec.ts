import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { z } from "zod";
import { distanceMeters } from "@tiffin/domain/geo/distance";
import type { Location, Polyline } from "@tiffin/domain/geo/location";
import { pointAlong, polylineMeters, sliceLine } from "@tiffin/domain/geo/polyline";
import { trackSchema, type Order } from "@tiffin/domain/wire/orders";
import { rideSchema, type Ride } from "@tiffin/domain/wire/riders";
import {
  acceptOffer,
  assemble,
  clearTheDesk,
  goOnline,
  ping,
  placeOrder,
  rideAlong,
  statusIs,
  waitForOffer,
  type Cast,
} from "./src/actors.ts";
import { launchBrowser, logInAs, openPage, phone, photograph, tablet, type OpenPage } from "./src/browser.ts";
import { listen } from "./src/live.ts";
import { pinOnScreen, riderMarker, shownRider } from "./src/map.ts";
import { holdLifeline, type Lifeline } from "./src/network.ts";
import { customerUrl } from "./src/ordering.ts";
import { readStack } from "./src/read-stack.ts";
import type { Stack } from "./src/stack.ts";

/** The marker keeps to the street, and a pixel of the map is some meters. */
const NEAR_METERS = 30;
const patience = { timeout: 30_000 };

let stack: Stack;
let cast: Cast;
let browser: Browser;
let order: Order;
let small: OpenPage;
let wide: OpenPage;
let lifeline: Lifeline;
beforeAll(async () => {
  stack = await readStack(inject("stackFile"));
  cast = await assemble(stack, 2);
  await clearTheDesk(cast);
  browser = await launchBrowser();
  order = await placeOrder(cast);
  small = await openPage(browser, pageOf(order), phone);
  lifeline = await holdLifeline(small.page, stack.urls.soketi);
  wide = await openPage(browser, pageOf(order), tablet);
  const { customers, otp } = stack.demo;
  const me = customers[2 % customers.length]!;
  for (const { page } of [small, wide]) {
    await page.getByRole("link", { name: "Log in" }).last().click();
    await logInAs(page, me.name, otp);
  }
});
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await photograph(browser, "tracking");
});
afterAll(async () => {
  await clearTheDesk(cast);
  await browser.close();
});

describe("a customer who watches their order on a phone, and on a wide screen beside it", () => {
  let ride: Ride;
  /** From the kitchen to the door. */
  let way: Polyline;
  const screens = () => [small.page, wide.page];
  const pointOn = (share: number) => pointAlong(way, polylineMeters(way) * share).location;

  it("sees what is waited for, when it will come, the PIN, and whom to call", async () => {
    for (const page of screens()) {
      await page.getByRole("heading", { level: 1, name: "Waiting for the kitchen to accept" }).waitFor();
      await step(page, "Waiting for the kitchen").waitFor();
      expect(await step(page, "Order placed").textContent()).toMatch(/\d:\d\d/);
      await page.getByText(/^\d+–\d+$/).waitFor();
      expect(await page.getByTestId("pin").textContent()).toBe(order.pin);
      expect(await page.getByRole("link", { name: "Call the kitchen" }).getAttribute("href")).toMatch(/^tel:\+\d{6,}/);
      expect(await inWords(page)).toContain(order.restaurant.name);
      expect(await inWords(page)).toContain(order.dropoff.line1);
      await page.locator(".tf-stop-home").waitFor();
      expect(await riderMarker(page).count()).toBe(0);
      await page.getByText("Live", { exact: true }).waitFor();
    }
  });

  it("sees who comes, and the marker go where the rider's phone says that it is", async () => {
    await cast.staff.post(z.unknown(), `/v1/kitchen/orders/${order.id}/accept`, { prepMinutes: 10 });
    await goOnline(cast.rider);
    ride = await acceptOffer(cast.rider, await waitForOffer(cast.rider, order.restaurant.location));
    expect(ride.orderId).toBe(order.id);
    const { riders } = stack.demo;
    const rider = riders[2 % riders.length]!;
    for (const page of screens()) {
      await page.getByRole("heading", { level: 1, name: "Your food is being cooked" }).waitFor();
      const card = page.getByRole("region", { name: "Rider and delivery PIN" });
      await card.getByText(rider.name).waitFor();
      await card.getByText(/^By (bicycle|e-bike|scooter|motorbike|car)$/).waitFor();
      await riderMarker(page).waitFor();
    }
    await cast.staff.post(z.unknown(), `/v1/kitchen/orders/${order.id}/ready`);
    await cast.rider.post(rideSchema, `/v1/rides/${ride.id}/arrived`);
    way = (await cast.rider.post(rideSchema, `/v1/rides/${ride.id}/picked-up`)).route.polyline;
    for (const page of screens()) {
      await page.getByRole("heading", { level: 1, name: "On its way to you" }).waitFor();
      await step(page, "On the way to you").waitFor();
    }
    for (const share of [0.08, 0.16, 0.24]) {
      await ping(cast.rider, pointOn(share));
      await seenAt(pointOn(share), ...screens());
    }
    for (const page of screens()) {
      const words = await inWords(page);
      expect(words).toContain(`${rider.name} is `);
      expect(words).toMatch(/ is \d+ to \d+ minutes away from /);
    }
  });

  it("moves the map by hand, and gets it back to the rider with one button", async () => {
    for (const page of screens()) {
      const follow = page.getByRole("button", { name: "Follow the rider" });
      expect(await follow.count()).toBe(0);
      await drag(page);
      await follow.waitFor();
    }
    // A free map stays where it was put, wherever the rider goes; the marker goes on over it.
    const left = await Promise.all(screens().map((page) => pinOnScreen(page, "home")));
    await ping(cast.rider, pointOn(0.34));
    await seenAt(pointOn(0.34), ...screens());
    expect(await Promise.all(screens().map((page) => pinOnScreen(page, "home")))).toEqual(left);
    for (const page of screens()) {
      const follow = page.getByRole("button", { name: "Follow the rider" });
      await follow.click();
      await follow.waitFor({ state: "detached" });
      await expect.poll(() => isInTheMap(page), patience).toBe(true);
    }
    await drag(wide.page);
    await wide.page.getByRole("button", { name: "Follow the rider" }).waitFor();
  });

  it("finds everything again after a reload", async () => {
    const { page } = small;
    await page.reload();
    await page.getByRole("heading", { level: 1, name: "On its way to you" }).waitFor();
    await riderMarker(page).waitFor();
    await seenAt(pointOn(0.34), page);
    await page.getByText(/^\d+–\d+$/).waitFor();
    expect(await page.getByTestId("pin").textContent()).toBe(order.pin);
    expect(await step(page, "Picked up").textContent()).toMatch(/\d:\d\d/);
  });

  it("says so when there is no network, and catches up afterwards", async () => {
    const { page } = small;
    await page.getByText("Live", { exact: true }).waitFor();
    await lifeline.cut();
    await page.getByText("You’re offline. What you see may be out of date.").waitFor();
    await page.getByText(/^As it stood at .* This page catches up by itself\.$/).waitFor();
    await page.getByText("Reconnecting… positions may be old").waitFor();
    await ping(cast.rider, pointOn(0.5));
    await seenAt(pointOn(0.5), wide.page);
    await page.getByRole("heading", { level: 1, name: "On its way to you" }).waitFor();
    expect(await page.getByTestId("pin").textContent()).toBe(order.pin);

    await lifeline.mend();
    await page.getByText("Live", { exact: true }).waitFor();
    await seenAt(pointOn(0.5), page);
    expect(await page.getByText(/^As it stood at /).count()).toBe(0);
    await ping(cast.rider, pointOn(0.6));
    await seenAt(pointOn(0.6), page);
  });

  it("sees no more of the rider once the food is there", async () => {
    await rideAlong(cast.rider, restFrom(0.6));
    for (const page of screens()) {
      await page.getByRole("heading", { level: 1, name: "Your rider is at the door" }).waitFor();
      await expect.poll(() => inWords(page), patience).toContain(" is at the door: ");
    }
    const { stream } = await cast.customer.get(trackSchema, `/v1/orders/${order.id}/track`);
    const live = await listen(cast.customer, stream);
    await cast.rider.post(rideSchema, `/v1/rides/${ride.id}/delivered`, { pin: order.pin });
    await statusIs(cast.customer, order.id, "DELIVERED");
    for (const page of screens()) {
      await page.getByRole("heading", { level: 1, name: "Delivered. Enjoy!" }).waitFor();
      expect(await riderMarker(page).count()).toBe(0);
      expect(await page.getByTestId("map-in-words").count()).toBe(0);
      await step(page, "Delivered").waitFor();
    }

    // They ride on, and on shift their phone goes on to send: to nobody who had this order.
    const [before, onThePage] = [positionsIn(live.events), lifeline.heard.length];
    const { lat, lng } = order.dropoff.location;
    for (const meters of [60, 120, 180, 240]) {
      await ping(cast.rider, { lat: lat + meters / 111_320, lng });
      await small.page.waitForTimeout(1_200);
    }
    expect(positionsIn(live.events)).toBe(before);
    expect(lifeline.heard.slice(onThePage).filter((frame) => frame.includes("rider.location"))).toEqual([]);
    live.close();
    const after = await cast.customer.request("GET", `/v1/orders/${order.id}/track`);
    expect(trackSchema.parse(after.body)).toMatchObject({ order: { status: "DELIVERED" }, eta: null });
    expect(after.body).not.toHaveProperty("rider");
    expect(after.body).not.toHaveProperty("route");

    await small.page.reload();
    await small.page.getByRole("heading", { level: 1, name: "Delivered. Enjoy!" }).waitFor();
    expect(await riderMarker(small.page).count()).toBe(0);
    expect([...small.complaints, ...wide.complaints]).toEqual([]);
    await Promise.all([small.close(), wide.close()]);
  });

  /** What is left of the way. */
  function restFrom(share: number): Polyline {
    return sliceLine(way, polylineMeters(way) * share, polylineMeters(way));
  }

  async function seenAt(place: Location, ...pages: Page[]): Promise<void> {
    const pins = { kitchen: order.restaurant.location, door: order.dropoff.location };
    for (const page of pages) {
      const off = async () => {
        const shown = await shownRider(page, pins);
        return shown === null ? Number.POSITIVE_INFINITY : Math.round(distanceMeters(shown, place));
      };
      await expect.poll(off, patience).toBeLessThan(NEAR_METERS);
    }
  }
});

const pageOf = ({ id }: Order) => new URL(`/orders/${id}`, customerUrl(stack)).href;
const step = (page: Page, name: string) =>
  page.getByRole("region", { name: "Progress" }).getByRole("listitem").filter({ hasText: name });
const inWords = async (page: Page) => (await page.getByTestId("map-in-words").textContent()) ?? "";
const positionsIn = (events: readonly { readonly name: string }[]) =>
  events.filter(({ name }) => name === "rider.location").length;

/** With one finger, from the middle of the map. */
async function drag(page: Page): Promise<void> {
  const box = await page.getByRole("region", { name: "Map", exact: true }).first().boundingBox();
  if (!box) throw new Error("there is no map");
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 60, y + 40, { steps: 6 });
  await page.mouse.up();
}

async function isInTheMap(page: Page): Promise<boolean> {
  const [map, rider] = await Promise.all([
    page.getByRole("region", { name: "Map", exact: true }).first().boundingBox(),
    riderMarker(page).boundingBox(),
  ]);
  if (!map || !rider) return false;
  return (
    rider.x > map.x &&
    rider.y > map.y &&
    rider.x + rider.width < map.x + map.width &&
    rider.y + rider.height < map.y + map.height
  );
}
