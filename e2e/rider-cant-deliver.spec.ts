import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { ticketSchema } from "@tiffin/domain/wire/kitchen";
import { currentRidesSchema } from "@tiffin/domain/wire/riders";
import { assemble, cartOf, clearTheDesk, getOrder, placeOrder, statusIs, type Cast } from "./src/actors.ts";
import { launchBrowser, photograph } from "./src/browser.ts";
import { eventually } from "./src/eventually.ts";
import { chargesOf } from "./src/ordering.ts";
import { readStack } from "./src/read-stack.ts";
import { startShift, withoutStorage } from "./src/rider-phone.ts";
import type { Stack } from "./src/stack.ts";

let stack: Stack;
let cast: Cast;
let second: Cast;
let browser: Browser;
beforeAll(async () => {
  stack = await readStack(inject("stackFile"));
  [cast, second] = [await assemble(stack, 1), await assemble(stack, 2)];
  await clearTheDesk(cast);
  await clearTheDesk(second);
  browser = await launchBrowser();
});
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await photograph(browser, "rider-cant-deliver");
});
afterAll(async () => {
  await browser.close();
  await clearTheDesk(cast);
  await clearTheDesk(second);
});

const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name });
const button = (page: Page, name: string) => page.getByRole("button", { name });
async function giveUp(page: Page, reason: string, confirm: string): Promise<void> {
  await button(page, "Problem?").click();
  await page.getByRole("dialog").getByRole("radio", { name: reason }).click();
  await button(page, confirm).click();
}

describe("a rider who can’t go on", () => {
  it("gives the order to the next, whose customer gets the money back when it can’t be brought", async () => {
    const { restaurant } = await cartOf(cast.customer, cast.restaurantId);
    // The phone keeps nothing: what it is told goes out all the same.
    const first = await startShift({
      browser,
      stack,
      index: 1,
      at: restaurant.location,
      prepare: (page) => page.addInitScript(withoutStorage),
    });
    const { id } = await placeOrder(cast);
    await button(first.page, "Accept").click();
    await heading(first.page, "Ride to the restaurant").waitFor();
    const next = await startShift({ browser, stack, index: 2, at: restaurant.location });

    // The server hears it, and its answer is lost: the phone says it again, and that is no error.
    let told = 0;
    await first.page.route(/rides\.cantDeliver/, async (route) => {
      told += 1;
      if (told > 1) return route.continue();
      await route.fetch();
      await route.abort();
    });
    await giveUp(first.page, "My vehicle has broken down", "Give the order back");
    await heading(first.page, "Looking for orders").waitFor();
    await button(next.page, "Accept").click();
    await heading(next.page, "Ride to the restaurant").waitFor();
    await eventually("the phone has said it again", async () => told > 1);
    await first.page.getByText(/for the network/).waitFor({ state: "detached" });
    expect(await first.page.getByText(/could not be taken|no longer yours/).count()).toBe(0);
    expect((await cast.rider.get(currentRidesSchema, "/v1/rides/current")).rides).toEqual([]);
    expect((await getOrder(cast.customer, id)).status).toBe("ASSIGNED");

    // With the food in the bag: the order ends, the rider is free, and the customer is paid back.
    await cast.staff.post(ticketSchema, `/v1/kitchen/orders/${id}/accept`, { prepMinutes: 5 });
    await cast.staff.post(ticketSchema, `/v1/kitchen/orders/${id}/ready`);
    const { page } = next;
    await button(page, "I’m at the restaurant").click();
    await button(page, "I have the food").click();
    await heading(page, "Ride to the customer").waitFor();
    await statusIs(cast.customer, id, "PICKED_UP");
    await button(page, "I’m at the door").click();
    await heading(page, "At the door").waitFor();
    await giveUp(page, "The address is wrong", "I can’t deliver it");
    await page.getByText("Noted. You’re free for the next order.").waitFor();
    await heading(page, "Looking for orders").waitFor();
    const ended = await statusIs(cast.customer, id, "CANCELLED");
    expect(ended.timeline.at(-1)).toMatchObject({ status: "CANCELLED" });
    await eventually("the customer has the money back", async () => {
      const [charge, ...more] = await chargesOf(stack, id);
      return charge?.status === "refunded" && more.length === 0;
    });
    expect((await second.rider.get(currentRidesSchema, "/v1/rides/current")).rides).toEqual([]);

    // The way to the door is paid.
    await page.getByRole("link", { name: "Earnings" }).click();
    await page.waitForURL("**/earnings");
    await page.getByText(/\d ways? in vain, paid/).waitFor();
    await page.getByRole("listitem").filter({ hasText: ended.number }).getByText("Nobody took it").waitFor();
    expect([...first.complaints, ...next.complaints]).toEqual([]);
    await Promise.all([first.close(), next.close()]);
  });
});
