import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { assemble, clearTheDesk, goOffline, type Cast } from "./src/actors.ts";
import { launchBrowser, logInAs, openPage, phone, photograph, tablet } from "./src/browser.ts";
import { eventually } from "./src/eventually.ts";
import { readStack } from "./src/read-stack.ts";
import type { Stack } from "./src/stack.ts";
import { menuSchema } from "@tiffin/domain/wire/restaurants";
import { currentRidesSchema } from "@tiffin/domain/wire/riders";
import { pointAlong, polylineMeters } from "@tiffin/domain/geo/polyline";

let stack: Stack;
let cast: Cast;
let browser: Browser;
beforeAll(async () => {
  stack = await readStack(inject("stackFile"));
  cast = await assemble(stack, 1);
  await clearTheDesk(cast);
  browser = await launchBrowser();
});
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await photograph(browser, "three-people");
});
afterAll(async () => {
  await browser.close();
  await goOffline(cast.rider);
});

describe("a customer, a cook and a rider, each at their own screen", () => {
  it("bring one order from the search to the door", async () => {
    const { demo, urls } = stack;
    const [person, rider, staff] = [demo.customers[1], demo.riders[1], demo.staff[1]];
    if (!person || !rider || !staff || !urls.customer || !urls.rider || !urls.restaurant) {
      throw new Error("this journey needs the web apps and two demo accounts of each kind");
    }
    const { restaurant, sections } = await cast.customer.get(menuSchema, `/v1/restaurants/${cast.restaurantId}/menu`);
    const dish = sections.flatMap((section) => section.items).find((item) => item.available);
    if (!dish) throw new Error(`${restaurant.name} has nothing to order`);

    // The customer searches, fills the cart, and logs in on the way to the checkout.
    const customer = await openPage(browser, urls.customer, phone);
    await customer.page.getByRole("combobox", { name: "Search kitchens and dishes" }).fill(restaurant.name);
    await customer.page.getByRole("link", { name: restaurant.name }).first().click();
    await customer.page.getByRole("heading", { level: 1, name: restaurant.name }).waitFor();
    await customer.page
      .getByRole("button", { name: `Add ${dish.name}`, exact: true })
      .first()
      .click();
    const choices = customer.page.getByRole("dialog");
    if (dish.optionGroups.length > 0) await choices.getByRole("button", { name: /^Add · / }).click();
    await customer.page.goto(new URL("/checkout", urls.customer).href);
    await customer.page.getByRole("button", { name: "Log in to order" }).first().click();
    await logInAs(customer.page, person.name, demo.otp);

    // The kitchen's tablet and the rider's phone are at work.
    const kitchen = await openPage(browser, urls.restaurant, tablet);
    await logInAs(kitchen.page, staff.name, demo.otp);
    const { lat, lng } = restaurant.location;
    const riding = await openPage(browser, urls.rider, {
      ...phone,
      geolocation: { latitude: lat, longitude: lng, accuracy: 8 },
      permissions: ["geolocation", "screen-wake-lock"],
    });
    await logInAs(riding.page, rider.name, demo.otp);
    await riding.page.getByRole("button", { name: "Start shift" }).click();
    await riding.page.getByText("You’re sharing your location").waitFor();

    await customer.page.getByRole("button", { name: "Yes, that’s my door" }).click();
    await customer.page.getByRole("button", { name: /^Place order · / }).click();
    await customer.page
      .getByText(/^Order [0-9A-Z-]+$/)
      .first()
      .waitFor();

    await riding.page.getByRole("button", { name: "Accept" }).click();
    await riding.page.getByRole("heading", { name: "Ride to the restaurant" }).waitFor();
    await kitchen.page.getByRole("button", { name: "Accept" }).first().click();
    await customer.page.getByText("Your food is being cooked").first().waitFor();
    await riding.page.getByRole("button", { name: "I’m at the restaurant" }).click();
    await kitchen.page.getByRole("button", { name: "Ready", exact: true }).first().click();
    await riding.page.getByRole("button", { name: "I have the food" }).click();
    await riding.page.getByRole("heading", { name: "Ride to the customer" }).waitFor();
    await customer.page.getByText("On its way to you").first().waitFor();

    // The phone moves along the route; the customer's page follows.
    const { rides } = await cast.rider.get(currentRidesSchema, "/v1/rides/current");
    const route = rides[0]?.route.polyline ?? [];
    const length = polylineMeters(route);
    const inWords = customer.page.getByTestId("map-in-words");
    const before = await inWords.textContent();
    expect(before).toMatch(/minutes away from/);
    for (let along = 120; along < length + 120; along += 120) {
      const { location } = pointAlong(route, along);
      await riding.page.context().setGeolocation({ latitude: location.lat, longitude: location.lng, accuracy: 8 });
      await riding.page.waitForTimeout(1_500);
    }
    await customer.page.getByRole("heading", { name: "Your rider is at the door" }).waitFor();
    expect(await inWords.textContent()).not.toBe(before);

    // The geofence may be quicker than the thumb: then the same place of the screen already says "Hand over".
    const pinBoxes = riding.page.getByRole("group", { name: "PIN" });
    await eventually("the rider is asked for the PIN", async () => {
      if (await pinBoxes.isVisible()) return true;
      await riding.page
        .getByRole("button", { name: /^(I’m at the door|Hand over)$/ })
        .first()
        .click({ timeout: 2_000 });
      return false;
    });
    const pin = (await customer.page.getByTestId("pin").textContent())?.replaceAll(/\D/g, "") ?? "";
    expect(pin).toMatch(/^\d{4}$/);
    await pinBoxes.getByRole("textbox").first().fill(pin);

    await customer.page.getByText("Delivered. Enjoy!").first().waitFor();
    await customer.page.reload();
    await customer.page.getByText("Delivered. Enjoy!").first().waitFor();
    await riding.page.getByText("Looking for orders").waitFor();
    expect([...customer.complaints, ...kitchen.complaints, ...riding.complaints]).toEqual([]);
    await Promise.all([customer.close(), kitchen.close(), riding.close()]);
  });
});
