import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { z } from "zod";
import { menuSchema } from "@tiffin/domain/wire/restaurants";
import type { Cast } from "./actors.ts";
import { logInAs, openPage, phone, type OpenPage } from "./browser.ts";
import type { Stack } from "./stack.ts";

export interface Dish {
  readonly id: string;
  readonly name: string;
  readonly price: { readonly amount: number; readonly currency: string };
}

/** A dish without choices, and the kitchen that cooks it. */
export async function plainDish({ customer, restaurantId }: Cast): Promise<{ kitchen: string; dish: Dish }> {
  const menu = await customer.get(menuSchema, `/v1/restaurants/${restaurantId}/menu`);
  const dish = menu.sections
    .flatMap((section) => section.items)
    .find((item) => item.available && item.optionGroups.length === 0);
  if (!dish) throw new Error(`${menu.restaurant.name} has no dish without choices`);
  return { kitchen: menu.restaurant.name, dish };
}

/** Logs in through the form and says yes to the address's pin once; what the browser then knows is for others to begin with. */
export async function signedInState(browser: Browser, stack: Stack, name: string, cast: Cast, dish: Dish) {
  const base = customerUrl(stack);
  const device = await openPage(browser, base, phone);
  const { page } = device;
  await fillCart(page, base, cast, dish);
  await page.getByRole("button", { name: /^To the checkout/ }).click();
  await page.getByRole("button", { name: "Log in to order" }).first().click();
  await logInAs(page, name, stack.demo.otp);
  await page.getByRole("button", { name: "Yes, that’s my door" }).click();
  await page.getByText("Pin confirmed").waitFor();
  await placeButton(page).waitFor();
  const state = await page.context().storageState();
  await device.close();
  return state;
}

export type SignedInState = NonNullable<BrowserContextOptions["storageState"]>;

/** At the checkout, with one dish in the cart that was put there in the earlier visit. */
export async function atCheckout(browser: Browser, stack: Stack, storageState: SignedInState): Promise<OpenPage> {
  const device = await openPage(browser, new URL("/checkout", customerUrl(stack)).href, { ...phone, storageState });
  await placeButton(device.page).waitFor();
  return device;
}

export function customerUrl({ urls }: Stack): string {
  if (!urls.customer) throw new Error("this needs the customer app");
  return urls.customer;
}

export const placeButton = (page: Page) => page.getByRole("button", { name: /^Place order · / });

export async function fillCart(page: Page, base: string, cast: Cast, dish: Dish): Promise<void> {
  await page.goto(new URL(`/restaurants/${cast.restaurantId}`, base).href);
  await page
    .getByRole("button", { name: `Add ${dish.name}`, exact: true })
    .first()
    .click();
  await page.getByRole("link", { name: /View/ }).click();
  await page.getByRole("heading", { level: 1, name: "Your tiffin" }).waitFor();
}

export async function chooseCard(page: Page, last4: string): Promise<void> {
  await page.getByRole("radio", { name: /^Card/ }).click();
  await page.getByRole("combobox", { name: "Sandbox card" }).click();
  await page.getByRole("option", { name: new RegExp(`··${last4}`) }).click();
}

export async function chooseUpi(page: Page, handle: string): Promise<void> {
  await page.getByRole("radio", { name: /^UPI/ }).click();
  await page.getByRole("combobox", { name: "Sandbox UPI address" }).click();
  await page.getByRole("option", { name: new RegExp(handle) }).click();
}

/** On the order's page; gives its id. */
export async function orderIdOf(page: Page): Promise<string> {
  await page
    .getByText(/^Order [0-9A-Z-]+$/)
    .first()
    .waitFor();
  const id = new URL(page.url()).pathname.split("/").at(-1);
  if (!id) throw new Error(`no order at ${page.url()}`);
  return id;
}

const auditSchema = z.array(z.object({ id: z.string(), status: z.string(), amount: z.int() }));

/** What the payment sandbox has on an order: the proof of how often it was charged. */
export async function chargesOf({ urls }: Stack, orderId: string) {
  const answer = await fetch(new URL(`/admin/payments?reference=${orderId}`, urls.paymentSandbox));
  return auditSchema.parse(await answer.json());
}
