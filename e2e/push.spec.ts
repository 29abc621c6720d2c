import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { PushMessage } from "@tiffin/domain/wire/push";
import { launchBrowser, openPage, phone } from "./src/browser.ts";
import { readStack } from "./src/read-stack.ts";
import type { Stack } from "./src/stack.ts";

let stack: Stack;
let browser: Browser;
beforeAll(async () => {
  stack = await readStack(inject("stackFile"));
  browser = await launchBrowser();
});
afterAll(() => browser.close());

interface Device {
  /** As if the browser's push service had brought it: no test reaches a real one. */
  readonly push: (message: PushMessage) => Promise<void>;
  readonly titlesOnScreen: () => Promise<string[]>;
  readonly close: () => Promise<void>;
}

/** A device on which this app was opened and push is allowed. */
async function device(app: "customer" | "rider" | "restaurant"): Promise<Device> {
  const url = stack.urls[app];
  if (url === undefined) throw new Error(`this needs the ${app} app`);
  const { origin } = new URL(url);
  const opened = await openPage(browser, url, phone);
  const { page } = opened;
  await page.context().grantPermissions(["notifications"], { origin });
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  const devtools = await page.context().newCDPSession(page);
  const registered = new Promise<string>((resolve) => {
    devtools.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      const ours = registrations.find(({ scopeURL }) => scopeURL === `${origin}/`);
      if (ours !== undefined) resolve(ours.registrationId);
    });
  });
  await devtools.send("ServiceWorker.enable");
  const registrationId = await registered;
  return {
    close: () => opened.close(),
    push: async (message) => {
      const data = JSON.stringify(message);
      await devtools.send("ServiceWorker.deliverPushMessage", { origin, registrationId, data });
    },
    titlesOnScreen: () =>
      page.evaluate(async () => {
        const registration = await navigator.serviceWorker.ready;
        return (await registration.getNotifications()).map(({ title }) => title);
      }),
  };
}

const step: PushMessage = {
  kind: "order.assigned",
  title: "A rider is on the way",
  body: "Ravi will bring your food.",
  url: "/orders/one",
  tag: "order-one",
  at: "2026-01-01T12:00:00.000Z",
  locale: "en",
  sticky: false,
};

describe("the service worker of each app", () => {
  it.each(["customer", "rider", "restaurant"] as const)(
    "%s shows what is pushed, the newest of an order",
    async (app) => {
      const { push, titlesOnScreen, close } = await device(app);
      await push(step);
      await expect.poll(titlesOnScreen).toEqual([step.title]);
      await push({ ...step, title: "On its way to you", at: "2026-01-01T12:09:00.000Z" });
      await expect.poll(titlesOnScreen).toEqual(["On its way to you"]);
      await close();
    },
  );

  it("keeps an offer on the screen while it is open, though the phone thinks that it is over", async () => {
    const { push, titlesOnScreen, close } = await device("rider");
    const offer = { ...step, kind: "offer.created", title: "New order", url: "/elsewhere", tag: "offer", sticky: true };
    await push({ ...offer, expiresAt: new Date(0).toISOString(), lastsMs: 8_000 });
    await expect.poll(titlesOnScreen, { timeout: 8_000 }).toEqual(["New order"]);
    await expect.poll(titlesOnScreen, { timeout: 30_000 }).toEqual([]);
    await close();
  });
});
