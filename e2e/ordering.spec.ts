import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { z } from "zod";
import { orderPageSchema } from "@tiffin/domain/wire/orders";
import { assemble, clearTheDesk, getOrder, statusIs, type Cast } from "./src/actors.ts";
import { launchBrowser, openPage, phone, photograph } from "./src/browser.ts";
import {
  atCheckout,
  chargesOf,
  chooseCard,
  chooseUpi,
  customerUrl,
  orderIdOf,
  placeButton,
  plainDish,
  signedInState,
  type Dish,
  type SignedInState,
} from "./src/ordering.ts";
import { readStack } from "./src/read-stack.ts";
import type { Stack } from "./src/stack.ts";

let stack: Stack;
let cast: Cast;
let browser: Browser;
let kitchen: string;
let dish: Dish;
let state: SignedInState;
beforeAll(async () => {
  stack = await readStack(inject("stackFile"));
  cast = await assemble(stack, 1);
  await clearTheDesk(cast);
  ({ kitchen, dish } = await plainDish(cast));
  browser = await launchBrowser();
  const person = stack.demo.customers[1];
  if (!person) throw new Error("this needs a second demo customer");
  state = await signedInState(browser, stack, person.name, cast, dish);
});
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await photograph(browser, "ordering");
  await Promise.all(browser.contexts().map((context) => context.close()));
});
afterAll(async () => {
  await browser.close();
  await clearTheDesk(cast);
});

const patchDish = (change: { price?: number; available?: boolean }) =>
  cast.staff.call(z.unknown(), "PATCH", `/v1/kitchen/menu-items/${dish.id}`, change);
const ordersPlaced = async () => (await cast.customer.get(orderPageSchema, "/v1/orders?limit=50")).items;

describe("a menu that stays open", () => {
  it("follows the kitchen: a dish of the cart sells out, is back, and the kitchen pauses", async () => {
    const menuUrl = new URL(`/restaurants/${cast.restaurantId}`, customerUrl(stack)).href;
    const { page, complaints } = await openPage(browser, menuUrl, { ...phone, storageState: state });
    const sorry = page.getByText(`Sorry, ${dish.name} can’t be had just now.`).first();
    const toCart = page.getByRole("link", { name: /View/ });
    const patchKitchen = (acceptingOrders: boolean) =>
      cast.staff.call(z.unknown(), "PATCH", "/v1/kitchen/restaurant", { acceptingOrders });
    await toCart.getByText("1 item", { exact: false }).waitFor();
    try {
      await patchDish({ available: false });
      await toCart.getByText(/^Sorry, /).waitFor();
      await page.getByRole("article").filter({ hasText: dish.name }).getByText("Sold out").first().waitFor();

      await toCart.click();
      await page.getByRole("alert").filter({ hasText: dish.name }).waitFor();
      await page.getByRole("button", { name: "Look at one dish first" }).waitFor();
      await patchDish({ available: true });
      await page.getByRole("button", { name: /^To the checkout/ }).waitFor();
      await sorry.waitFor({ state: "hidden" });

      await page.goto(menuUrl);
      await toCart.waitFor();
      await patchKitchen(false);
      await page.getByText("The kitchen has paused orders").waitFor();
      await patchKitchen(true);
      await page.getByText("The kitchen has paused orders").waitFor({ state: "hidden" });
    } finally {
      await patchDish({ available: true });
      await patchKitchen(true);
    }
    expect(complaints).toEqual([]);
  });
});

describe("a customer pays", () => {
  it("with a card that is declined, and then in cash: the dishes stay where they are", async () => {
    const { page, complaints } = await atCheckout(browser, stack, state);
    await chooseCard(page, "0002");
    await placeButton(page).click();
    await page
      .getByRole("alert")
      .filter({ hasText: /declined\. Nothing was charged/ })
      .waitFor();
    await page.getByText(dish.name).first().waitFor();

    await page.getByRole("radio", { name: /^Cash/ }).click();
    await placeButton(page).click();
    const order = await getOrder(cast.customer, await orderIdOf(page));
    expect(order).toMatchObject({ status: "CONFIRMED", payment: { method: "cash" } });
    await page.getByText(/in cash ready for the rider/).waitFor();
    expect(complaints).toEqual([]);
  });

  it("with a card whose bank asks for approval", async () => {
    const { page, complaints } = await atCheckout(browser, stack, state);
    await chooseCard(page, "3220");
    await placeButton(page).click();
    await page.getByRole("heading", { name: "Confirm your payment" }).waitFor();
    await page.getByRole("button", { name: "Approve" }).click();
    await page.getByRole("heading", { name: "Waiting for the kitchen to accept" }).waitFor();
    await statusIs(cast.customer, await orderIdOf(page), "CONFIRMED");
    expect(complaints).toEqual([]);
  });

  it("with another card after refusing that approval, without filling the cart again", async () => {
    const { page } = await atCheckout(browser, stack, state);
    await chooseCard(page, "3220");
    await placeButton(page).click();
    await page.getByRole("button", { name: "Refuse" }).click();
    await page.getByText("The payment was declined.").first().waitFor();
    const refusedId = await orderIdOf(page);

    await page.getByRole("button", { name: "Pay another way" }).click();
    await placeButton(page).click();
    await page.getByRole("heading", { name: "Waiting for the kitchen to accept" }).waitFor();
    const paidId = await orderIdOf(page);
    expect(paidId).not.toBe(refusedId);
    expect((await chargesOf(stack, refusedId)).map(({ status }) => status)).toEqual(["declined"]);
    expect((await chargesOf(stack, paidId)).map(({ status }) => status)).toEqual(["authorized"]);
  });

  it("by UPI, approved a little later, or never", async () => {
    const first = await atCheckout(browser, stack, state);
    const { page } = first;
    await chooseUpi(page, "later@sandbox");
    await placeButton(page).click();
    await page.getByRole("heading", { name: "Waiting for the kitchen to accept" }).waitFor();

    const second = await atCheckout(browser, stack, state);
    await chooseUpi(second.page, "never@sandbox");
    await placeButton(second.page).click();
    await second.page.getByText("The payment was not approved in time.").first().waitFor();
    await second.page.getByRole("button", { name: "Pay another way" }).waitFor();
    expect([...first.complaints, ...second.complaints]).toEqual([]);
  });
});

describe("an order is placed once", () => {
  it("however often the button is pressed, and though the answer is lost and the page loaded anew", async () => {
    const { page } = await atCheckout(browser, stack, state);
    const before = await ordersPlaced();
    const keys = new Set<string>();
    let lost = 0;
    await page.route("**/api/trpc/orders.place**", async (route) => {
      const key = /"idempotencyKey":"([^"]+)"/.exec(route.request().postData() ?? "")?.[1];
      if (key) keys.add(key);
      // The first time the order reaches the kitchen, and its answer nobody.
      if (lost++ > 0) return route.continue();
      await route.fetch();
      await route.abort("connectionreset");
    });
    await placeButton(page).dblclick();
    await page.getByRole("heading", { name: "Checking on your order" }).waitFor();
    await page.reload();
    const orderId = await orderIdOf(page);

    expect(keys.size).toBe(1);
    expect(lost).toBeGreaterThan(1);
    const after = await ordersPlaced();
    expect(after.map(({ id }) => id)).toContain(orderId);
    expect(after).toHaveLength(before.length + 1);
    expect(await chargesOf(stack, orderId)).toHaveLength(1);
  });

  it("at the price that was agreed to: a change in between is shown and asked about first", async () => {
    const { page } = await atCheckout(browser, stack, state);
    const before = await ordersPlaced();
    await patchDish({ price: dish.price.amount + 1_500 });
    try {
      await placeButton(page).click();
      const dialog = page.getByRole("dialog", { name: "The price has gone up" });
      await dialog.getByText(dish.name).waitFor();
      expect(await ordersPlaced()).toHaveLength(before.length);
      await dialog.getByRole("button", { name: /^Order for / }).click();
      const order = await getOrder(cast.customer, await orderIdOf(page));
      expect(order.subtotal.amount).toBe(dish.price.amount + 1_500);
      expect(await ordersPlaced()).toHaveLength(before.length + 1);
    } finally {
      await patchDish({ price: dish.price.amount });
    }
  });
});

describe("an order that was placed", () => {
  it("is cancelled after a question, and says where the money is", async () => {
    const { page } = await atCheckout(browser, stack, state);
    await placeButton(page).click();
    const orderId = await orderIdOf(page);
    await page.getByRole("button", { name: "Cancel this order" }).click();
    const question = page.getByRole("alertdialog");
    await question.getByRole("button", { name: "Keep it" }).click();
    expect(await getOrder(cast.customer, orderId)).toMatchObject({ status: "CONFIRMED" });

    await page.getByRole("button", { name: "Cancel this order" }).click();
    await question.getByRole("button", { name: "Cancel order" }).click();
    await page.getByText(/held on your card is released/).waitFor();
    expect((await chargesOf(stack, orderId)).map(({ status }) => status)).toEqual(["voided"]);
  });

  it("can be had again, by today's menu: what is sold out is named", async () => {
    const { page } = await atCheckout(browser, stack, state);
    await page.getByRole("radio", { name: /^Cash/ }).click();
    await placeButton(page).click();
    const orderId = await orderIdOf(page);
    await page.getByRole("button", { name: "Cancel this order" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Cancel order" }).click();
    await page.getByText("You cancelled this order.").waitFor();

    await patchDish({ available: false });
    try {
      await page.goto(new URL("/orders", customerUrl(stack)).href);
      await page
        .getByRole("article")
        .filter({ has: page.locator(`a[href="/orders/${orderId}"]`) })
        .getByRole("button", { name: `Order again from ${kitchen}` })
        .click();
      await page.getByText("Sold out for now").waitFor();
    } finally {
      await patchDish({ available: true });
    }
    await page.reload();
    await page.getByRole("button", { name: /^To the checkout/ }).click();
    await placeButton(page).waitFor();
    expect(await page.getByRole("list").getByText(dish.name).count()).toBeGreaterThan(0);
  });
});
