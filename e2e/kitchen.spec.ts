import type { Browser, Page, Route } from "playwright-core";
import postgres from "postgres";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { z } from "zod";
import { menuSchema } from "@tiffin/domain/wire/restaurants";
import { ticketListSchema, ticketSchema } from "@tiffin/domain/wire/kitchen";
import { assemble, clearTheDesk, getOrder, placeOrder, type Cast } from "./src/actors.ts";
import { launchBrowser, logInAs, openPage, phone, photograph, tablet, type OpenPage } from "./src/browser.ts";
import { eventually } from "./src/eventually.ts";
import { chargesOf, customerUrl, type Dish, plainDish } from "./src/ordering.ts";
import { readStack } from "./src/read-stack.ts";
import { listenToSpeakers, loudness } from "./src/speakers.ts";
import type { Stack } from "./src/stack.ts";

let stack: Stack;
let cast: Cast;
let browser: Browser;
let dish: Dish;
let device: OpenPage;
let board: Page;
beforeAll(async () => {
  stack = await readStack(inject("stackFile"));
  cast = await assemble(stack, 1);
  await clearTheDesk(cast);
  ({ dish } = await plainDish(cast));
  browser = await launchBrowser();
  const [, person] = stack.demo.staff;
  if (!stack.urls.restaurant || !person) throw new Error("this needs the restaurant app and a second account of its");
  device = await openPage(browser, stack.urls.restaurant, tablet);
  board = device.page;
  await board.addInitScript(listenToSpeakers);
  await board.reload();
  // The taps of the login let the bell sound.
  await logInAs(board, person.name, stack.demo.otp);
  await board.getByRole("heading", { level: 2, name: "New" }).waitFor();
});
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await photograph(browser, "kitchen");
});
afterAll(async () => {
  await browser.close();
  // Whoever comes next finds the kitchen as it was, though a step above failed.
  await cast.staff.call(z.unknown(), "PATCH", "/v1/kitchen/restaurant", { acceptingOrders: true });
  await cast.staff.call(z.unknown(), "PATCH", `/v1/kitchen/menu-items/${dish.id}`, { available: true });
  await clearTheDesk(cast);
});

const goTo = (page: "Board" | "Menu") =>
  board.getByRole("navigation").getByRole("link", { name: page }).first().click();
const kitchenAsCustomersSeeIt = () => cast.customer.get(menuSchema, `/v1/restaurants/${cast.restaurantId}/menu`);
/** A fresh look at the kitchen's page, by somebody who is passing by. */
async function passingBy<T>(look: (page: Page) => Promise<T>): Promise<T> {
  const visit = await openPage(browser, new URL(`/restaurants/${cast.restaurantId}`, customerUrl(stack)).href, phone);
  const seen = await look(visit.page);
  await visit.close();
  return seen;
}

describe("a kitchen at its tablet", () => {
  it("can put the board on its home screen", async () => {
    const devtools = await board.context().newCDPSession(board);
    const { data, errors } = await devtools.send("Page.getAppManifest");
    expect(errors).toEqual([]);
    expect(JSON.parse(data ?? "{}")).toMatchObject({ display: "standalone", orientation: "any", start_url: "/" });
    const { installabilityErrors } = await devtools.send("Page.getInstallabilityErrors");
    // A test's browser keeps nothing, and so installs nothing.
    expect(installabilityErrors.filter(({ errorId }) => errorId !== "in-incognito")).toEqual([]);
  });

  it("hears a new order until somebody looks at it, and takes it on with the minutes that it needs", async () => {
    expect(await board.evaluate(loudness)).toBe(0);
    const { number, id } = await placeOrder(cast);
    await board.getByText("A new order is waiting").waitFor();
    await expect.poll(() => board.evaluate(loudness), { timeout: 20_000 }).toBeGreaterThan(0.05);

    await board.getByRole("button", { name: `Open order ${number}` }).click();
    await expect.poll(() => board.evaluate(loudness), { timeout: 20_000 }).toBe(0);

    const ticket = board.getByRole("dialog");
    const stepper = ticket.getByRole("group", { name: `Minutes until order ${number} is ready` });
    const before = await stepper.getByRole("status").textContent();
    await stepper.getByRole("button", { name: "More minutes" }).click();
    const minutes = Number((await stepper.getByRole("status").textContent())?.replace(/\D/g, ""));
    expect(minutes).toBeGreaterThan(Number(before?.replace(/\D/g, "")));
    await ticket.getByRole("button", { name: "Accept" }).click();
    await ticket.getByRole("button", { name: "Ready", exact: true }).waitFor();

    const cooking = await cast.staff.get(ticketListSchema, "/v1/kitchen/orders?status=cooking");
    const taken = cooking.items.find((each) => each.id === id);
    expect(Date.parse(taken?.readyBy ?? "") - Date.parse(taken?.acceptedAt ?? "")).toBe(minutes * 60_000);
    await ticket.getByRole("button", { name: "Ready", exact: true }).click();
    await ticket.getByRole("button", { name: "Close" }).click();
    await board.getByRole("region", { name: "Ready" }).getByText(number).waitFor();
    expect(await board.evaluate(loudness)).toBe(0);
    await cast.ops.post(z.unknown(), `/v1/ops/orders/${id}/cancel`, { reason: "the journey is over" });
    await board.getByRole("button", { name: "OK" }).click();
  });

  it("says that it needs longer: the ticket moves at once, and the customer sees that it comes later", async () => {
    const { number, id } = await placeOrder(cast);
    await cast.staff.post(ticketSchema, `/v1/kitchen/orders/${id}/accept`, { prepMinutes: 10 });
    const [, customer] = stack.demo.customers;
    const visit = await openPage(browser, new URL(`/orders/${id}`, customerUrl(stack)).href, phone);
    await visit.page.getByRole("link", { name: "Log in" }).last().click();
    await logInAs(visit.page, customer?.name ?? "", stack.demo.otp);
    await visit.page.getByRole("heading", { level: 1, name: "Your food is being cooked" }).waitFor();
    const earliest = async () => Number.parseInt((await visit.page.getByText(/^\d+–\d+$/).textContent()) ?? "", 10);
    const before = await earliest();

    const card = board.getByRole("listitem", { name: `Order ${number}` });
    const needsLonger = async () => {
      await card.getByRole("button", { name: "Needs longer" }).click();
      await board.getByRole("dialog").getByRole("button", { name: "+15 min" }).click();
    };
    const due = () => card.getByText(/^due /).textContent();
    const said = await due();
    const held: Route[] = [];
    await board.route(/tickets\.delay/, (route) => void held.push(route));
    // Shown before the server has said anything, and taken back when it can't be reached.
    await needsLonger();
    await expect.poll(due).not.toBe(said);
    await expect.poll(() => held.length).toBe(1);
    await held.pop()?.abort();
    await board.getByText("That didn’t work. Check the connection and try again.").waitFor();
    await expect.poll(due).toBe(said);

    await needsLonger();
    await expect.poll(due).not.toBe(said);
    await expect.poll(() => held.length).toBe(1);
    await held.pop()?.continue();
    await board.getByText(`Order ${number} is due`).waitFor();
    await board.unroute(/tickets\.delay/);
    const cooking = await cast.staff.get(ticketListSchema, "/v1/kitchen/orders?status=cooking");
    const taken = cooking.items.find((each) => each.id === id);
    expect(Date.parse(taken?.readyBy ?? "") - Date.parse(taken?.acceptedAt ?? "")).toBe(25 * 60_000);
    await expect.poll(earliest, { timeout: 30_000 }).toBeGreaterThan(before);
    await visit.close();

    await cast.staff.post(ticketSchema, `/v1/kitchen/orders/${id}/ready`);
    await board.getByRole("region", { name: "Ready" }).getByText(number).waitFor();
    expect(await card.getByRole("button", { name: "Needs longer" }).count()).toBe(0);
    await cast.ops.post(z.unknown(), `/v1/ops/orders/${id}/cancel`, { reason: "the journey is over" });
    await board.getByRole("button", { name: "OK" }).click();
  });

  it("sells a dish out until tomorrow: nobody can order it, everybody reads when it is back", async () => {
    await goTo("Menu");
    const sold = board.getByRole("switch", { name: `${dish.name} can be ordered`, exact: true });
    await sold.click();
    await board.getByRole("dialog").getByRole("button", { name: "Until we open tomorrow" }).click();
    const back = board.getByRole("button", { name: `${dish.name}: Back `, exact: false });
    const words = /Back (.*?)\. Change/.exec((await back.getAttribute("aria-label")) ?? "")?.[1];
    expect(words).toBeTruthy();

    await passingBy(async (page) => {
      await page.getByText(`Back from ${words}`).first().waitFor();
      expect(await page.getByRole("button", { name: `Add ${dish.name}`, exact: true }).count()).toBe(0);
    });

    await sold.click();
    await back.waitFor({ state: "hidden" });
    await passingBy((page) =>
      page
        .getByRole("button", { name: `Add ${dish.name}`, exact: true })
        .first()
        .waitFor(),
    );
  });

  it("pauses for a while: until the switch, or until the time is over", async () => {
    const pause = async () => {
      await board.getByRole("switch", { name: "Take new orders" }).click();
      const question = board.getByRole("alertdialog");
      await question.getByRole("radio", { name: "15 minutes" }).click();
      await question.getByRole("button", { name: "Pause" }).click();
      await question.waitFor({ state: "hidden" });
      await board.getByText(/New orders are paused until/).waitFor();
      await eventually("nobody can order", async () => !(await kitchenAsCustomersSeeIt()).restaurant.acceptingOrders);
    };
    await pause();
    await passingBy((page) => page.getByText("The kitchen has paused orders").waitFor());
    await board.getByRole("button", { name: "Take orders again" }).click();
    await eventually("orders are taken", async () => (await kitchenAsCustomersSeeIt()).restaurant.acceptingOrders);

    await pause();
    // A quarter of an hour passes: what the pause has left is taken away from it.
    const sql = postgres(stack.urls.postgres, { max: 1 });
    // The end of the time, not the tap, is what takes orders again.
    await sql`update restaurants set paused_until = now() + interval '4 seconds' where id = ${cast.restaurantId}`;
    await sql.end();
    await board.reload();
    await board.getByText("Taking orders").waitFor();
    await board.getByText(/New orders are paused until/).waitFor({ state: "hidden" });
    await expect.poll(async () => (await kitchenAsCustomersSeeIt()).restaurant.acceptingOrders).toBe(true);
  });

  it("rejects an order with a reason: the customer reads it and pays nothing", async () => {
    await goTo("Board");
    const { number, id } = await placeOrder(cast);
    const card = board.getByRole("listitem", { name: `Order ${number}` });
    await card.getByRole("button", { name: "Reject" }).click();
    await board.getByRole("dialog").getByRole("button", { name: "Too busy right now" }).click();
    await card.waitFor({ state: "hidden" });

    const order = await getOrder(cast.customer, id);
    expect(order).toMatchObject({
      status: "CANCELLED",
      cancelReason: "kitchen_rejected",
      cancelNote: "Too busy right now",
    });
    await eventually("the money is let go", async () =>
      (await chargesOf(stack, id)).every(({ status }) => status === "voided"),
    );
    await goTo("Board");
    await board.getByRole("link", { name: "Earlier days" }).click();
    await board.getByRole("button", { name: `Open order ${number}` }).click();
    await board.getByRole("dialog").getByText("You rejected this order.").waitFor();
    expect(device.complaints).toEqual([]);
  });
});
