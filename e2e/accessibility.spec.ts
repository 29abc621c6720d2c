import { AxeBuilder } from "@axe-core/playwright";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { assemble, clearTheDesk, goOnline, placeOrder, waitForOffer, type Cast } from "./src/actors.ts";
import { barriers } from "./src/barriers.ts";
import { launchBrowser, logInAs, openPage, phone, photograph, tablet } from "./src/browser.ts";
import { fillCart, orderIdOf, placeButton, plainDish } from "./src/ordering.ts";
import { readStack } from "./src/read-stack.ts";
import type { Stack } from "./src/stack.ts";

let stack: Stack;
let cast: Cast;
let browser: Browser;
beforeAll(async () => {
  stack = await readStack(inject("stackFile"));
  cast = await assemble(stack, 2);
  await clearTheDesk(cast);
  browser = await launchBrowser();
});
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await photograph(browser, "accessibility");
});
afterAll(async () => {
  await browser.close();
  await clearTheDesk(cast);
});

describe("the main pages, as axe reads them in light and dark", () => {
  it("customer: home, a restaurant, login", async () => {
    const { urls } = stack;
    if (!urls.customer) throw new Error("this needs the customer app");
    const device = await openPage(browser, urls.customer, phone);
    const { page } = device;
    expect(await barriers(page, page.locator('main a[href^="/restaurants/"]').first())).toEqual([]);

    await page.goto(new URL(`/restaurants/${cast.restaurantId}`, urls.customer).href);
    expect(await barriers(page, page.getByRole("button", { name: /^Add / }).first())).toEqual([]);

    await page.goto(new URL("/login", urls.customer).href);
    expect(await barriers(page, page.getByRole("button", { name: "Send me a code" }))).toEqual([]);
    await device.close();
  });

  it("customer: a search with filters", async () => {
    const { urls } = stack;
    if (!urls.customer) throw new Error("this needs the customer app");
    const device = await openPage(browser, new URL("/?q=biryani&veg=true&rating=4", urls.customer).href, phone);
    const { page } = device;
    expect(await barriers(page, page.locator('main a[href^="/restaurants/"]').first())).toEqual([]);
    await device.close();
  });

  it("customer: the cart, the checkout before and after the pin, an order, all orders", async () => {
    const { demo, urls } = stack;
    const [, , person] = demo.customers;
    if (!urls.customer || !person) throw new Error("this needs the customer app and a third demo customer");
    const device = await openPage(browser, urls.customer, phone);
    const { page } = device;
    const { dish } = await plainDish(cast);
    await fillCart(page, urls.customer, cast, dish);
    const onwards = page.getByRole("button", { name: /^To the checkout/ });
    expect(await barriers(page, onwards)).toEqual([]);

    await onwards.click();
    await page.getByRole("button", { name: "Log in to order" }).first().click();
    await logInAs(page, person.name, demo.otp);
    const yes = page.getByRole("button", { name: "Yes, that’s my door" });
    await yes.waitFor();
    expect(await barriers(page, yes)).toEqual([]);

    await yes.click();
    expect(await barriers(page, placeButton(page))).toEqual([]);
    await placeButton(page).click();
    await orderIdOf(page);
    const cancel = page.getByRole("button", { name: "Cancel this order" });
    expect(await barriers(page, cancel)).toEqual([]);

    await cancel.click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Cancel order" }).click();
    const again = page.getByRole("button", { name: "Order this again" });
    await again.waitFor();
    expect(await barriers(page, again)).toEqual([]);

    await page.goto(new URL("/orders", urls.customer).href);
    expect(await barriers(page, page.getByRole("button", { name: /^Order again from / }).first())).toEqual([]);
    await device.close();
  });

  it.each([
    ["under their cards on a phone", phone],
    ["beside their list on a wide screen", tablet],
  ])("customer: the results on a map, %s", async (_where, screen) => {
    const { urls } = stack;
    if (!urls.customer) throw new Error("this needs the customer app");
    const device = await openPage(browser, new URL("/?view=map&q=dosa", urls.customer).href, screen);
    const { page } = device;
    expect(await barriers(page, page.locator('main a[href^="/restaurants/"]').first())).toEqual([]);
    await device.close();
  });

  it("customer, in Hindi: home, suggestions, an empty answer, a restaurant", async () => {
    const { urls } = stack;
    if (!urls.customer) throw new Error("this needs the customer app");
    const device = await openPage(browser, urls.customer, { ...phone, locale: "hi-IN" });
    const { page } = device;
    const kitchen = page.locator('main a[href^="/restaurants/"]').first();
    expect(await barriers(page, kitchen)).toEqual([]);
    expect(await page.locator("html").getAttribute("lang")).toBe("hi");
    await page.getByRole("button", { name: /^दक्षिण भारतीय, \d/ }).waitFor();

    await page.getByRole("combobox").first().fill("dosa");
    await page.getByRole("option").first().waitFor();
    const { violations } = await new AxeBuilder({ page }).include('[role="listbox"]').analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);

    await page.goto(new URL("/?q=zzzzqqqq", urls.customer).href);
    expect(await barriers(page, page.getByRole("heading", { name: /zzzzqqqq.*नहीं/ }))).toEqual([]);
    await page.goto(new URL(`/restaurants/${cast.restaurantId}?for=dosa`, urls.customer).href);
    expect(await barriers(page, page.getByRole("heading", { level: 1 }))).toEqual([]);
    await device.close();
  });

  it("rider: login, and the console off shift", async () => {
    const { demo, urls } = stack;
    const [, , rider] = demo.riders;
    if (!urls.rider || !rider) throw new Error("this needs the rider app and a third demo rider");
    const device = await openPage(browser, urls.rider, phone);
    const { page } = device;
    expect(await barriers(page, page.getByRole("button", { name: rider.name, exact: true }))).toEqual([]);

    await logInAs(page, rider.name, demo.otp);
    const start = page.getByRole("button", { name: "Start shift" });
    await start.waitFor();
    expect(await barriers(page, start)).toEqual([]);
    await device.close();
  });

  it("restaurant: login, and the board", async () => {
    const { demo, urls } = stack;
    const [, , staff] = demo.staff;
    if (!urls.restaurant || !staff) throw new Error("this needs the restaurant app and a third demo account");
    const device = await openPage(browser, urls.restaurant, tablet);
    const { page } = device;
    expect(await barriers(page, page.getByRole("button", { name: staff.name, exact: true }))).toEqual([]);

    await logInAs(page, staff.name, demo.otp);
    const board = page.getByRole("heading", { level: 2 }).first();
    await board.waitFor();
    expect(await barriers(page, board)).toEqual([]);
    await device.close();
  });

  it("operations: login, the city and its map, orders, an order and why who was asked, riders, kitchens, the desk", async () => {
    const { demo, urls } = stack;
    const [operator] = demo.ops;
    if (!urls.restaurant || !operator) throw new Error("this needs the restaurant app and a demo operator");
    const { id, number, restaurant } = await placeOrder(cast);
    await goOnline(cast.rider);
    await waitForOffer(cast.rider, restaurant.location);
    const device = await openPage(browser, new URL("/ops", urls.restaurant).href, tablet);
    const { page } = device;
    const visit = (path: string) => page.goto(new URL(path, urls.restaurant).href);
    expect(await barriers(page, page.getByRole("button", { name: operator.name, exact: true }))).toEqual([]);

    await logInAs(page, operator.name, demo.otp);
    await page.getByRole("tab", { name: /^Needs/ }).waitFor();
    await visit("/ops?queue=open");
    expect(await barriers(page, page.getByRole("link", { name: new RegExp(number) }))).toEqual([]);
    await visit("/ops/orders");
    expect(await barriers(page, page.locator("tbody tr").first())).toEqual([]);

    await visit(`/ops/orders/${id}`);
    // Who was asked first stands last, and stays there when others are asked meanwhile.
    const asked = page.getByRole("heading", { name: "Riders asked" }).locator("..").locator("details").last();
    const why = async () => {
      await asked.locator("summary").click();
      await asked.getByRole("term").first().waitFor();
    };
    expect(await barriers(page, asked, why)).toEqual([]);
    const giving = async () => {
      await page.getByRole("button", { name: "Give to a rider" }).click();
      await page.getByRole("dialog").getByRole("radio").first().waitFor();
    };
    expect(await barriers(page, page.getByRole("button", { name: "Give to a rider" }), giving)).toEqual([]);

    await visit("/ops/riders");
    expect(await barriers(page, page.locator("tbody tr").first())).toEqual([]);
    await visit("/ops/kitchens");
    expect(await barriers(page, page.locator("tbody tr").first())).toEqual([]);
    await visit("/ops/desk");
    expect(await barriers(page, page.getByText("No payment waits for you."))).toEqual([]);

    // On a phone the tables are cards.
    await page.setViewportSize(phone.viewport ?? { width: 390, height: 844 });
    for (const path of ["/ops/orders", "/ops/riders", "/ops/kitchens"]) {
      await visit(path);
      expect(await barriers(page, page.locator("tbody tr").first())).toEqual([]);
    }
    await device.close();
    await clearTheDesk(cast);
  });

  it("operations, in Hindi: an order and why who was asked", async () => {
    const { demo, urls } = stack;
    const [operator] = demo.ops;
    if (!urls.restaurant || !operator) throw new Error("this needs the restaurant app and a demo operator");
    const { id, restaurant } = await placeOrder(cast);
    await goOnline(cast.rider);
    await waitForOffer(cast.rider, restaurant.location);
    const device = await openPage(browser, new URL("/ops", urls.restaurant).href, { ...tablet, locale: "hi-IN" });
    const { page } = device;
    await page.getByRole("button", { name: operator.name, exact: true }).click();
    await page.getByRole("group").getByRole("textbox").first().fill(demo.otp);
    await page.getByRole("tab").first().waitFor();
    await page.goto(new URL(`/ops/orders/${id}`, urls.restaurant).href);
    const asked = page.locator("details").last();
    await asked.locator("summary").click();
    await asked.getByText("रेस्टोरेंट तक का रास्ता").waitFor();
    // A name that nobody has translated stands as code.
    expect(await asked.locator("dt code").count()).toBe(0);
    expect(await barriers(page, asked)).toEqual([]);
    await device.close();
    await clearTheDesk(cast);
  });
});
