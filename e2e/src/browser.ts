import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

/** Where systems keep it; `CHROMIUM_PATH` names another place. */
const PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

export function launchBrowser(): Promise<Browser> {
  const executablePath = process.env["CHROMIUM_PATH"] ?? PLACES.find((place) => existsSync(place));
  if (executablePath === undefined) throw new Error("no Chromium here: install it (Debian: apt-get install chromium)");
  return chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
  });
}

export const phone: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  locale: "en-IN",
  timezoneId: "Asia/Kolkata",
};
export const tablet: BrowserContextOptions = {
  viewport: { width: 1_280, height: 800 },
  locale: "en-IN",
  timezoneId: "Asia/Kolkata",
};

export interface OpenPage {
  readonly page: Page;
  /** What the page complained about: uncaught errors, and answers of 5xx. */
  readonly complaints: string[];
  close(): Promise<void>;
}

/** A person's own device: a fresh context, with what goes wrong in it collected. */
export async function openPage(browser: Browser, url: string, device: BrowserContextOptions): Promise<OpenPage> {
  const context = await browser.newContext(device);
  const page = await context.newPage();
  page.setDefaultTimeout(45_000);
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("response", (response) => {
    if (response.status() >= 500) complaints.push(`${response.status()} ${response.url()}`);
  });
  await page.goto(url);
  return { page, complaints, close: () => context.close() };
}

/** Pictures of every open page, for whoever reads why a journey failed: in `var/e2e/`. */
export async function photograph(browser: Browser, name: string): Promise<void> {
  const folder = fileURLToPath(new URL("../../var/e2e/", import.meta.url));
  await mkdir(folder, { recursive: true });
  const pages = browser.contexts().flatMap((context) => context.pages());
  for (const [index, page] of pages.entries()) await page.screenshot({ path: `${folder}${name}-${index}.png` });
}

/** Through the login form, as a demo account: its name, then the code. */
export async function logInAs(page: Page, name: string, otp: string): Promise<void> {
  await page.getByRole("button", { name, exact: true }).click();
  await page.getByRole("group", { name: "Code" }).getByRole("textbox").first().fill(otp);
}
