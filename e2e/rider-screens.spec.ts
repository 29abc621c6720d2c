import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { z } from "zod";
import { ticketSchema } from "@tiffin/domain/wire/kitchen";
import { orderSchema, type Order } from "@tiffin/domain/wire/orders";
import { assemble, cartOf, clearTheDesk, getOrder, statusIs, type Cast } from "./src/actors.ts";
import { barriers, barriersAsIs } from "./src/barriers.ts";
import { launchBrowser, logInAs, openPage, phone, photograph } from "./src/browser.ts";
import { idempotencyKey } from "./src/http-client.ts";
import { readStack } from "./src/read-stack.ts";
import { openRiderPhone } from "./src/rider-phone.ts";
import type { Stack } from "./src/stack.ts";

let stack: Stack;
let cast: Cast;
let browser: Browser;
beforeAll(async () => {
  stack = await readStack(inject("stackFile"));
  cast = await assemble(stack, 1);
  browser = await launchBrowser();
});
beforeEach(() => clearTheDesk(cast));
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await photograph(browser, "rider-screens");
});
afterAll(async () => {
  await browser.close();
  await clearTheDesk(cast);
});

describe("every screen of a delivery, in light and dark", () => {
  it("keeps nobody out, fits a glove, and says what a wrong PIN was", async () => {
    const { demo, urls } = stack;
    const [, me] = demo.riders;
    if (!urls.rider || !me) throw new Error("this needs the rider app and a second demo rider");
    const { restaurant } = await cartOf(cast.customer, cast.restaurantId);
    // Some streets away: at its door the rider would be seen to have arrived.
    const { lat, lng: longitude } = restaurant.location;
    const latitude = lat + 0.004;
    const device = await openPage(browser, urls.rider, {
      ...phone,
      geolocation: { latitude, longitude, accuracy: 8 },
      permissions: ["geolocation", "screen-wake-lock"],
    });
    const { page } = device;
    const button = (name: string | RegExp) => page.getByRole("button", { name });
    const check = async (ready: Locator, open?: () => Promise<void>) => {
      expect(await barriers(page, ready, open)).toEqual([]);
      expect(await smallTargets(page)).toEqual([]);
    };
    await logInAs(page, me.name, demo.otp);
    await button("Start shift").click();
    await page.getByTestId("sharing").filter({ hasText: "You’re sharing your location" }).waitFor();

    // An offer is over before it has been looked at twice: one for each look.
    const accept = button("Accept");
    const tooFar = button("Too far");
    for (const [colorScheme, shown] of [
      ["light", accept],
      ["light", tooFar],
      ["dark", accept],
      ["dark", tooFar],
    ] as const) {
      const { id } = await payInCash();
      await accept.waitFor();
      if (shown === tooFar) await button("Decline").click();
      await shown.waitFor();
      expect(await barriersAsIs(page, colorScheme)).toEqual([]);
      expect(await smallTargets(page)).toEqual([]);
      expect(await shown.count(), "the offer was still there to be looked at").toBe(1);
      await cast.ops.post(z.unknown(), `/v1/ops/orders/${id}/cancel`, { reason: "only looked at" });
      await page.getByRole("heading", { level: 1, name: "Looking for orders" }).waitFor();
    }

    const { id, number, pin = "", total } = await payInCash();
    await accept.click();
    const heading = (name: string) => page.getByRole("heading", { level: 1, name });
    await heading("Ride to the restaurant").waitFor();
    const atRestaurant = button("I’m at the restaurant");
    await check(atRestaurant);
    await check(atRestaurant, async () => {
      await button("Problem?").click();
      await page.getByRole("dialog").getByRole("radio", { name: "The restaurant is closed" }).click();
    });
    await page.keyboard.press("Escape");

    await cast.staff.post(ticketSchema, `/v1/kitchen/orders/${id}/accept`, { prepMinutes: 5 });
    await atRestaurant.click();
    await heading("At the restaurant").waitFor();
    await check(page.getByText(/^Ready around/));
    await cast.staff.post(ticketSchema, `/v1/kitchen/orders/${id}/ready`);
    await check(page.getByText("The food is ready"));

    await button("I have the food").click();
    await heading("Ride to the customer").waitFor();
    const owed = page.getByText(/^Collect ₹[\d,.]+ in cash$/);
    await check(owed.first());
    await button("I’m at the door").click();
    await heading("At the door").waitFor();
    const handOver = button("Hand over");
    await check(handOver);
    await check(handOver, async () => {
      await button("Problem?").click();
      await page.getByRole("dialog").getByRole("radio", { name: "Nobody is there" }).click();
    });
    await page.keyboard.press("Escape");

    // The money is named once more where the food changes hands, and a wrong PIN where it was typed.
    const dialog = page.getByRole("dialog");
    const type = (digits: string) =>
      dialog.getByRole("group", { name: "PIN" }).getByRole("textbox").first().fill(digits);
    await check(handOver, async () => {
      await handOver.click();
      await dialog.getByText(/^Collect ₹/).waitFor();
      await type(pin === "0000" ? "1111" : "0000");
      await dialog.getByText("That is not the PIN. Ask once more.").waitFor();
    });
    await type(pin);
    await statusIs(cast.customer, id, "DELIVERED");

    await page.getByRole("link", { name: "Earnings" }).click();
    await page.waitForURL("**/earnings");
    const delivery = page.getByRole("listitem").filter({ hasText: number });
    await check(delivery);
    await delivery.getByText("₹30 tip", { exact: true }).waitFor();
    await delivery.getByText(`₹${inRupees(total.amount)} taken in cash`, { exact: true }).waitFor();
    await page.getByRole("heading", { name: "Cash you carry" }).waitFor();
    const days = page.getByRole("group", { name: "Last 7 days" }).getByRole("button");
    expect(await days.count()).toBe(7);
    expect(await days.last().getAttribute("aria-pressed")).toBe("true");
    const empty = async () => {
      await days.first().click();
      await page.getByText("You brought nothing on this day").waitFor();
    };
    await check(days.first(), empty);
    expect(device.complaints).toEqual([]);
    await device.close();
  });
});

describe("the app on a rider’s phone", () => {
  it("can be installed, and opens without network", async () => {
    const { urls, demo } = stack;
    const device = await openRiderPhone({ browser, stack, index: 1, at: demo.city });
    const { page } = device;
    await page.getByRole("heading", { level: 1, name: "You’re off shift" }).waitFor();
    const devtools = await page.context().newCDPSession(page);
    const { data, errors } = await devtools.send("Page.getAppManifest");
    expect(errors).toEqual([]);
    const manifest = manifestSchema.parse(JSON.parse(data ?? "{}"));
    expect(manifest).toMatchObject({ name: "Tiffin Rider", start_url: "/", display: "standalone" });
    const { installabilityErrors } = await devtools.send("Page.getInstallabilityErrors");
    // A test's browser keeps nothing, and so installs nothing.
    expect(installabilityErrors.filter(({ errorId }) => errorId !== "in-incognito")).toEqual([]);
    // What stands on the home screen is a picture of the size that is promised.
    const loaded = await page.evaluate(
      (icons) =>
        Promise.all(
          icons.map(async ({ src }) => {
            const icon = new Image();
            icon.src = src;
            await icon.decode();
            return `${icon.naturalWidth}x${icon.naturalHeight}`;
          }),
        ),
      manifest.icons,
    );
    expect(loaded).toEqual(manifest.icons.map(({ sizes }) => sizes));
    expect(loaded).toEqual(expect.arrayContaining(["192x192", "512x512"]));

    // A visit that its worker sees is kept; then it starts from the home screen in a dead spot.
    await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
    await page.reload();
    await page.getByRole("heading", { level: 1, name: "You’re off shift" }).waitFor();
    await device.reach.lose();
    const opened = await page.context().newPage();
    await opened.goto(new URL(manifest.start_url, urls.rider).href);
    await opened.getByRole("heading", { level: 1, name: "You’re off shift" }).waitFor();
    await opened.getByText("You’re offline. What you see may be out of date.").waitFor();
    expect(await opened.evaluate(() => document.styleSheets.length)).toBeGreaterThan(0);
    expect(device.complaints).toEqual([]);
    await device.close();
  });

  it("keeps the screen on while on shift, also after another app was looked at", async () => {
    const { demo } = stack;
    const { page, ...device } = await openRiderPhone({
      browser,
      stack,
      index: 1,
      at: demo.city,
      prepare: (page) => page.addInitScript(recordWakeLocks),
    });
    const locks = () => page.evaluate(() => window.wakeLocks.map(({ released }) => (released ? "released" : "held")));
    await page.getByRole("heading", { level: 1, name: "You’re off shift" }).waitFor();
    expect(await locks()).toEqual([]);
    await page.getByRole("button", { name: "Start shift" }).click();
    await expect.poll(locks).toEqual(["held"]);

    // The browser takes the lock from a page that is hidden; a headless one hides none, so that is said to the page.
    const becomes = (state: DocumentVisibilityState) =>
      page.evaluate(async (state) => {
        Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
        if (state === "hidden") await Promise.all(window.wakeLocks.map((lock) => lock.release()));
        document.dispatchEvent(new Event("visibilitychange"));
      }, state);
    await becomes("hidden");
    expect(await locks()).toEqual(["released"]);
    await becomes("visible");
    await expect.poll(locks).toEqual(["released", "held"]);

    await page.getByRole("button", { name: "End shift" }).click();
    await page.getByRole("heading", { level: 1, name: "You’re off shift" }).waitFor();
    await expect.poll(locks).toEqual(["released", "released"]);
    expect(device.complaints).toEqual([]);
    await device.close();
  });
});

const manifestSchema = z.object({
  name: z.string(),
  start_url: z.string(),
  display: z.string(),
  icons: z.array(z.object({ src: z.string(), sizes: z.string() })).min(1),
});

declare global {
  interface Window {
    wakeLocks: WakeLockSentinel[];
  }
}

/** To be run in a page before its own scripts: what it asks for so that the screen stays on. */
function recordWakeLocks(): void {
  window.wakeLocks = [];
  WakeLock.prototype.request = new Proxy(Reflect.get(WakeLock.prototype, "request"), {
    async apply(request, wakeLock: WakeLock, [type]: [WakeLockType]) {
      const lock = await request.call(wakeLock, type);
      window.wakeLocks.push(lock);
      return lock;
    },
  });
}

/** An order with a tip, to be paid at the door. */
async function payInCash(): Promise<Order> {
  const { restaurantId, addressId } = cast;
  const { items } = await cartOf(cast.customer, restaurantId);
  const body = { restaurantId, items, addressId, paymentMethod: { type: "cash" }, tip: 3_000 };
  const { id } = await cast.customer.post(orderSchema, "/v1/orders", body, idempotencyKey());
  return getOrder(cast.customer, id);
}

const inRupees = (paise: number) => (paise / 100).toLocaleString("en-IN", { minimumFractionDigits: 2 });

/** Pixels that a thumb in a glove needs. */
const GLOVE = 48;

/** What can be pressed and is smaller than that, in the topmost layer; the map's credits are links in running text. */
function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate((least) => {
    const layer = document.querySelector('[role="dialog"]') ?? document.body;
    return [...layer.querySelectorAll('a[href], button, summary, [role="radio"]')]
      .filter((element) => element.closest(".maplibregl-ctrl-attrib") === null)
      .map((element) => ({ element, box: element.getBoundingClientRect() }))
      .filter(
        ({ element, box }) => element.checkVisibility() && box.bottom > 0 && Math.min(box.width, box.height) < least,
      )
      .map(({ element, box }) => {
        const name = element.getAttribute("aria-label") ?? element.textContent;
        return `${name}: ${Math.round(box.width)} × ${Math.round(box.height)}`;
      });
  }, GLOVE);
}
