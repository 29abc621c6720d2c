import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { launchBrowser, openPage, phone, photograph, tablet } from "./src/browser.ts";
import { eventually } from "./src/eventually.ts";
import { readStack } from "./src/read-stack.ts";
import type { Stack } from "./src/stack.ts";

let stack: Stack;
let browser: Browser;
let home: string;
beforeAll(async () => {
  stack = await readStack(inject("stackFile"));
  if (!stack.urls.customer) throw new Error("these journeys need the customer app");
  home = stack.urls.customer;
  browser = await launchBrowser();
});
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await photograph(browser, "search");
  await Promise.all(browser.contexts().map((context) => context.close()));
});
afterAll(() => browser.close());

const open = async (path: string, device: BrowserContextOptions = phone) => {
  const { page, complaints } = await openPage(browser, new URL(path, home).href, device);
  return { page, complaints };
};
const field = (page: Page) => page.getByRole("combobox", { name: "Search kitchens and dishes" });
const kitchens = (page: Page) => page.locator('main h3 a[href^="/restaurants/"]');
const heading = (page: Page) => page.locator("#results-title");
const count = async (page: Page) => Number(/^([\d,]+) /.exec((await heading(page).textContent()) ?? "")?.[1] ?? -1);
/** The number that stands on a chip: what pressing it would leave. */
const countOn = async (page: Page, name: RegExp) => {
  const chip = page.getByRole("group", { name: "Filters" }).getByRole("button", { name });
  await expect.poll(() => chip.textContent(), { timeout: 30_000 }).toMatch(/\d$/);
  return { chip, count: Number(/(\d+)$/.exec((await chip.textContent()) ?? "")?.[1]) };
};
const becomes = async (page: Page, expected: number) => {
  await expect.poll(() => count(page), { timeout: 30_000, message: "kitchens in the heading" }).toBe(expected);
};

describe("searching", () => {
  it("finds biryani by another of its spellings, and opens the menu on it", async () => {
    const { page, complaints } = await open("/");
    await field(page).fill("biriyani");
    await page.getByRole("heading", { name: /^\d+ kitchens? for “biriyani”$/ }).waitFor();
    const dishes = page.locator('main a[href*="item="]');
    await dishes.first().waitFor();
    expect(await dishes.first().textContent()).toMatch(/biryani/i);

    await kitchens(page).first().click();
    await page.getByRole("heading", { level: 2, name: /^For “biriyani”/ }).waitFor();
    const onTop = page.getByRole("region", { name: /^For “biriyani”/ }).getByRole("heading", { level: 3 });
    expect(await onTop.first().textContent()).toMatch(/biryani/i);
    expect(complaints).toEqual([]);
  });

  it("keeps what a chip's count has promised; back and forward, and a shared link, show the same", async () => {
    const { page } = await open("/?q=biryani");
    await heading(page).getByText("biryani").waitFor();
    const all = await count(page);
    const veg = await countOn(page, /^Pure veg/);
    expect(veg.count).toBeLessThan(all);

    await veg.chip.click();
    await becomes(page, veg.count);
    expect(await veg.chip.getAttribute("aria-pressed")).toBe("true");
    const link = page.url();

    await page.goBack();
    await becomes(page, all);
    expect(await veg.chip.getAttribute("aria-pressed")).toBe("false");
    await page.goForward();
    await becomes(page, veg.count);

    const shared = await open(link, tablet);
    await becomes(shared.page, veg.count);
    expect(await field(shared.page).inputValue()).toBe("biryani");
    await shared.page.getByRole("button", { name: "Clear all" }).click();
    await becomes(shared.page, all);
  });

  it("offers ways out of an empty answer, with how much they would find", async () => {
    const { lat, lng } = stack.demo.city;
    const { page } = await open(`/?q=biryani&km=0.5&at=${(lat + 0.075).toFixed(3)},${lng.toFixed(3)}`);
    await page.getByRole("heading", { name: "No “biryani” within 0.5 km" }).waitFor();
    const wider = page.getByRole("button", { name: /^Look within \d+ km/ });
    const promised = Number(/(\d+) kitchens?$/.exec((await wider.textContent()) ?? "")?.[1]);
    expect(promised).toBeGreaterThan(0);
    await wider.click();
    await becomes(page, promised);
  });

  it("shows the same kitchens on a map, with their list beside it", async () => {
    const { page } = await open("/?q=dosa", tablet);
    await heading(page).getByText("dosa").waitFor();
    const total = await count(page);
    const first = await kitchens(page).first().textContent();
    await page.getByRole("button", { name: "Map", exact: true }).click();
    await page
      .getByRole("region", { name: "Map" })
      .getByText(new RegExp(`^The map shows ${total} kitchens`))
      .waitFor();
    expect(await kitchens(page).first().textContent()).toBe(first);
    await expect.poll(() => new URL(page.url()).searchParams.get("view")).toBe("map");
    await page.goBack();
    await page.getByRole("button", { name: "Map", exact: true }).waitFor();
    await becomes(page, total);
  });

  it("comes back from a kitchen to the same place of a long list", async () => {
    const { page } = await open("/");
    await kitchens(page).first().waitFor();
    await eventually("a second page of kitchens", async () => {
      await kitchens(page).last().scrollIntoViewIfNeeded();
      return (await kitchens(page).count()) > 30;
    });
    const card = kitchens(page).nth(30);
    await card.scrollIntoViewIfNeeded();
    const name = (await card.textContent()) ?? "";
    await card.click();
    await page.getByRole("heading", { level: 1, name }).waitFor();
    await page.goBack();
    await heading(page).waitFor();
    const box = () =>
      kitchens(page)
        .nth(30)
        .evaluate((link) => link.getBoundingClientRect().top);
    await expect.poll(box).toBeGreaterThan(0);
    expect(await box()).toBeLessThan(844);
  });
});

describe("without a mouse", () => {
  it("a kitchen is found and opened by keys alone, and searched for again from what was searched for before", async () => {
    const { page } = await open("/", tablet);
    await kitchens(page).first().waitFor();
    await page.keyboard.press("Tab");
    expect(await page.locator(":focus").textContent()).toBe("Skip to content");
    await field(page).focus();
    await page.keyboard.type("paneer");
    const options = page.getByRole("listbox").getByRole("option");
    await options.first().waitFor();
    await page.keyboard.press("ArrowDown");
    const active = page.getByRole("option", { selected: true });
    const id = await active.getAttribute("id");
    expect(await field(page).getAttribute("aria-activedescendant")).toBe(id);
    await page.keyboard.press("Escape");
    await expect.poll(() => field(page).getAttribute("aria-expanded")).toBe("false");
    expect(await field(page).inputValue()).toBe("paneer");

    await page.keyboard.press("Enter");
    await heading(page).getByText("paneer").waitFor();
    await kitchens(page).first().focus();
    const name = (await kitchens(page).first().textContent()) ?? "";
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name }).waitFor();

    await page.goto(home);
    await kitchens(page).first().waitFor();
    await field(page).focus();
    await page.getByRole("option", { name: "paneer", exact: true }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await heading(page).getByText("paneer").waitFor();
  });
});

describe("where", () => {
  it("is where the browser is, when it may tell", async () => {
    const { lat, lng } = stack.demo.city;
    const { page } = await open("/", {
      ...phone,
      geolocation: { latitude: lat + 0.003, longitude: lng },
      permissions: ["geolocation"],
    });
    const ask = page.getByRole("region", { name: "Where should it go?" });
    await ask.getByRole("button", { name: "Use my location" }).click();
    await ask.waitFor({ state: "detached" });
    const button = page.getByRole("banner").getByRole("button", { name: /^Deliver to/ });
    await button.waitFor();
    const label = await button.textContent();
    await page.reload();
    await expect.poll(() => button.textContent()).toBe(label);
  });

  it("is said to be out of reach beyond every city, with the nearest one as a way out", async () => {
    const { page } = await open("/", {
      ...phone,
      geolocation: { latitude: -33.87, longitude: 151.21 },
      permissions: ["geolocation"],
    });
    await page.getByRole("button", { name: "Use my location" }).first().click();
    await page.getByRole("heading", { name: "We don’t deliver here yet" }).waitFor();
    expect(await kitchens(page).count()).toBe(0);
    await page.getByRole("button", { name: /^Look around / }).click();
    await kitchens(page).first().waitFor();
  });

  it("is put on the map by hand, when the browser may not tell", async () => {
    const { page } = await open("/");
    await page.getByRole("button", { name: "Use my location" }).first().click();
    await page.getByRole("alert").getByText("Your browser keeps your location to itself").waitFor();
    await page.getByRole("button", { name: "Choose a place" }).click();
    await page.getByRole("button", { name: /^Pick on the map/ }).click();
    await page.getByRole("button", { name: "Deliver here" }).click();
    await page
      .getByRole("banner")
      .getByRole("button", { name: /^Deliver to/ })
      .waitFor();
    await kitchens(page).first().waitFor();
    expect(await page.getByRole("button", { name: "Use my location" }).count()).toBe(0);
  });
});
