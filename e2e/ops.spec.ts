import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { z } from "zod";
import { ticketSchema } from "@tiffin/domain/wire/kitchen";
import { currentRidesSchema } from "@tiffin/domain/wire/riders";
import {
  assemble,
  clearTheDesk,
  getOrder,
  goOffline,
  goOnline,
  ping,
  placeOrder,
  statusIs,
  type Cast,
} from "./src/actors.ts";
import { launchBrowser, logInAs, openPage, photograph, tablet, type OpenPage } from "./src/browser.ts";
import { eventually } from "./src/eventually.ts";
import { login, type HttpClient } from "./src/http-client.ts";
import { readStack } from "./src/read-stack.ts";
import type { Stack } from "./src/stack.ts";

let stack: Stack;
let cast: Cast;
let browser: Browser;
let desk: OpenPage;
let riders: { client: HttpClient; name: string }[];
beforeAll(async () => {
  stack = await readStack(inject("stackFile"));
  cast = await assemble(stack);
  await clearTheDesk(cast);
  const { demo, urls } = stack;
  // On shift, but their phones are silent: nobody is asked, so nobody takes anything.
  riders = await Promise.all(
    demo.riders
      .slice(0, 2)
      .map(async ({ phone, name }) => ({ name, client: await login(urls.gateway, phone, demo.otp) })),
  );
  for (const { client } of riders) await goOnline(client);
  browser = await launchBrowser();
  const [operator] = demo.ops;
  if (!urls.restaurant || !operator) throw new Error("this needs the restaurant app and a demo operator");
  desk = await openPage(browser, new URL("/ops", urls.restaurant).href, tablet);
  await logInAs(desk.page, operator.name, demo.otp);
});
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await photograph(browser, "ops");
});
afterAll(async () => {
  await browser.close();
  await clearTheDesk(cast);
  for (const { client } of riders) await goOffline(client);
});

/** From the queue of orders without a rider to the page of one of them. */
async function openFromQueue(page: Page, number: string): Promise<void> {
  await page.goto(new URL("/ops?queue=waiting", page.url()).href);
  await page.getByRole("link", { name: new RegExp(number) }).click();
  await page.getByRole("heading", { level: 1, name: new RegExp(`Order ${number}`) }).waitFor();
}

async function giveTo(page: Page, button: string, name: string): Promise<void> {
  await page.getByRole("button", { name: button, exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("radio", { name: new RegExp(name) }).click();
  await dialog.getByRole("button", { name: `Give it to ${name}` }).click();
  await dialog.waitFor({ state: "detached" });
}

describe("the operators’ door", () => {
  it("offers operators alone, the kitchen’s staff alone", async () => {
    const { demo } = stack;
    const door = await openPage(browser, desk.page.url(), tablet);
    const offered = async () => {
      await door.page.getByRole("heading", { name: /^This is a demo/ }).waitFor();
      return door.page
        .getByRole("region", { name: /^This is a demo/ })
        .getByRole("button")
        .allTextContents();
    };
    expect(await offered()).toEqual(demo.ops.map(({ name }) => name));
    await door.page.goto(new URL("/", desk.page.url()).href);
    expect(await offered()).toEqual(demo.staff.map(({ name }) => name));
    await door.close();
  });
});

describe("an operator at their desk", () => {
  it("hears of each order as it comes, long before the list is asked for again", async () => {
    const { page } = desk;
    await page.goto(new URL("/ops/orders", page.url()).href);
    await page.getByRole("heading", { level: 1, name: "Orders" }).waitFor();
    // With the first one the list and its channel are there.
    await page.getByRole("link", { name: (await placeOrder(cast)).number, exact: true }).waitFor();
    for (let n = 0; n < 3; n += 1) {
      const { id, number } = await placeOrder(cast);
      await page.getByRole("link", { name: number, exact: true }).waitFor({ timeout: 3_000 });
      const row = page.getByRole("row").filter({ hasText: number });
      await cast.ops.post(z.unknown(), `/v1/ops/orders/${id}/cancel`, { reason: "seen at the desk" });
      await row.getByText("Cancelled").waitFor({ timeout: 3_000 });
    }
    expect(desk.complaints).toEqual([]);
  });

  it("reads times by the city’s clock, named where their own is another", async () => {
    const { id, placedAt } = await placeOrder(cast);
    const time = new Intl.DateTimeFormat("en-IN", { timeZone: "Asia/Kolkata", hour: "numeric", minute: "2-digit" });
    const said = time.format(new Date(placedAt));
    const abroad = await openPage(browser, new URL(`/ops/orders/${id}`, desk.page.url()).href, {
      ...tablet,
      timezoneId: "America/New_York",
      storageState: await desk.page.context().storageState(),
    });
    await abroad.page.getByRole("listitem").filter({ hasText: "Placed" }).getByText(`${said} IST`).waitFor();
    await abroad.page.getByText(/^Promised for .* IST$/).waitFor();
    await abroad.close();
    await desk.page.goto(new URL(`/ops/orders/${id}`, desk.page.url()).href);
    const placed = desk.page.getByRole("listitem").filter({ hasText: "Placed" }).getByRole("time");
    expect(await placed.textContent()).toBe(said);
  });

  it("gives an order that nobody takes to one rider, then to another, who delivers it; a part of the money goes back", async () => {
    const { page } = desk;
    const [first, second] = riders;
    if (!first || !second) throw new Error("this needs two demo riders");
    const { id, number, pin } = await placeOrder(cast);
    await openFromQueue(page, number);
    await page.getByText("Looking for a rider.").waitFor();

    await giveTo(page, "Give to a rider", first.name);
    expect(await statusIs(cast.customer, id, "ASSIGNED")).toMatchObject({ rider: { name: first.name } });
    await giveTo(page, "Give to another rider", second.name);
    await eventually("the second rider has it", async () => {
      const { rides } = await second.client.get(currentRidesSchema, "/v1/rides/current");
      return rides.some((ride) => ride.orderId === id);
    });
    expect((await first.client.get(currentRidesSchema, "/v1/rides/current")).rides).toEqual([]);

    await cast.staff.post(ticketSchema, `/v1/kitchen/orders/${id}/accept`, { prepMinutes: 10 });
    await cast.staff.post(ticketSchema, `/v1/kitchen/orders/${id}/ready`);
    const { rides } = await second.client.get(currentRidesSchema, "/v1/rides/current");
    const ride = rides.find(({ orderId }) => orderId === id);
    if (!ride) throw new Error("the ride has gone");
    await ping(second.client, ride.restaurant.location);
    await second.client.post(z.unknown(), `/v1/rides/${ride.id}/arrived`);
    await second.client.post(z.unknown(), `/v1/rides/${ride.id}/picked-up`);
    await second.client.post(z.unknown(), `/v1/rides/${ride.id}/delivered`, { pin });
    await page.getByRole("heading", { level: 1, name: /Delivered/ }).waitFor();
    const operator = stack.demo.ops[0]?.name ?? "";
    await page.getByText(`${operator} (Operations) · Given to another rider`).waitFor();

    await eventually("it is charged", async () => {
      return (await getOrder(cast.customer, id)).payment.status === "CAPTURED";
    });
    await page.getByRole("button", { name: "Give money back" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox", { name: "Amount in INR" }).fill("12.50");
    await dialog.getByRole("radio", { name: "Restaurant" }).click();
    await dialog.getByRole("button", { name: "Something was missing" }).click();
    await dialog.getByRole("button", { name: "Give back ₹12.50" }).click();
    await dialog.waitFor({ state: "detached" });
    await page.getByText("at the cost of: Restaurant").waitFor();
    const refunded = await eventually("the money is back", async () => {
      const order = await getOrder(cast.customer, id);
      return order.payment.refunded.amount > 0 && order;
    });
    expect(refunded.refunds).toMatchObject([
      { amount: { amount: 1_250 }, reason: "Something was missing", status: "DONE" },
    ]);
  });

  it("calls an order off, and its customer reads why", async () => {
    const { page } = desk;
    const { id, number } = await placeOrder(cast);
    await openFromQueue(page, number);
    await page.getByRole("button", { name: "Cancel the order" }).click();
    const dialog = page.getByRole("dialog");
    const confirm = dialog.getByRole("button", { name: "Cancel the order" });
    expect(await confirm.isDisabled()).toBe(true);
    await dialog.getByRole("textbox", { name: "Reason" }).fill("The oven broke");
    await confirm.click();
    await page.getByRole("heading", { level: 1, name: /Cancelled/ }).waitFor();
    const order = await statusIs(cast.customer, id, "CANCELLED");
    expect(order).toMatchObject({ cancelReason: "ops", cancelNote: "The oven broke" });
    await eventually(
      "the money is let go",
      async () => (await getOrder(cast.customer, id)).payment.status === "VOIDED",
    );
  });

  it("finds any order by its customer, pauses a restaurant and ends a shift", async () => {
    const { page } = desk;
    const [, rider] = riders;
    const { restaurant, number } = await getOrder(cast.customer, (await placeOrder(cast)).id);
    await page.getByRole("link", { name: "Orders", exact: true }).click();
    await page.getByRole("heading", { level: 1, name: "Orders" }).waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type(number.toLowerCase());
    await eventually("the search leaves one order", async () => (await page.locator("tbody tr").count()) === 1);
    await page.keyboard.press("Escape");

    await page.getByRole("link", { name: "Kitchens", exact: true }).click();
    await page.getByRole("button", { name: `Pause ${restaurant.name}`, exact: true }).click();
    await page.getByRole("button", { name: "Does not answer" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Pause", exact: true }).click();
    await page
      .getByText(/^Paused until/)
      .first()
      .waitFor();
    await page.getByRole("button", { name: `Resume ${restaurant.name}`, exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Resume", exact: true }).click();
    await page.getByRole("button", { name: `Pause ${restaurant.name}`, exact: true }).waitFor();

    await page.getByRole("link", { name: "Riders", exact: true }).click();
    await page.getByRole("button", { name: `End the shift of ${rider?.name}` }).click();
    await page.getByRole("button", { name: "Can’t be reached" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "End the shift" }).click();
    await page.getByRole("button", { name: `End the shift of ${rider?.name}` }).waitFor({ state: "detached" });
    await page.getByRole("link", { name: "Desk", exact: true }).click();
    await page.getByText("No payment waits for you.").waitFor();
    expect(desk.complaints).toEqual([]);
  });

  it("sees why a rider was asked, and has the round planned again", async () => {
    const { page } = desk;
    const { id, restaurant } = await placeOrder(cast);
    for (const { client } of riders) await goOnline(client);
    await Promise.all(riders.map(({ client }) => ping(client, restaurant.location)));
    await page.goto(new URL(`/ops/orders/${id}`, page.url()).href);
    const why = page.getByRole("heading", { name: "Riders asked" }).locator("..").locator("details").last();
    await why.locator("summary").click();
    await why.getByRole("button", { name: "Plan this round again" }).click();
    await why.getByText(/^Planned again from its record: the same/).waitFor();
    expect(desk.complaints).toEqual([]);
  });
});
