import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { z } from "zod";
import { assemble, clearTheDesk, type Cast } from "./src/actors.ts";
import { launchBrowser, logInAs, openPage, phone, photograph } from "./src/browser.ts";
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
  if (task.result?.state === "fail") await photograph(browser, "rider-location");
});
afterAll(async () => {
  await clearTheDesk(cast);
  await browser.close();
});

const sentSchema = z.object({ points: z.array(z.object({ lat: z.number(), recordedAt: z.string() })) });
type Point = z.infer<typeof sentSchema>["points"][number];

/** Every point that leaves the page, by the stream or by a request, with when it left. */
function wiretap(page: Page): { readonly points: (Point & { sentAt: number })[]; readonly openStreams: () => number } {
  const points: (Point & { sentAt: number })[] = [];
  const open = new Set<unknown>();
  page.on("websocket", (socket) => {
    if (!socket.url().includes("/v1/riders/stream")) return;
    open.add(socket);
    socket.on("close", () => open.delete(socket));
    socket.on("framesent", ({ payload }) => {
      const frame = sentSchema.parse(JSON.parse(String(payload)));
      points.push(...frame.points.map((point) => ({ ...point, sentAt: Date.now() })));
    });
  });
  page.on("request", (request) => {
    const body = request.postData() ?? "";
    if (/"(lat|latitude)"/.test(body)) points.push({ lat: 0, recordedAt: request.url(), sentAt: Date.now() });
  });
  return { points, openStreams: () => open.size };
}

describe("a rider's phone", () => {
  it("sends on shift, keeps what it can't send with its own times, and sends nothing off shift", async () => {
    const { demo, urls } = stack;
    if (!urls.rider) throw new Error("this needs the rider app");
    const { lat, lng } = demo.city;
    const device = await openPage(browser, urls.rider, {
      ...phone,
      geolocation: { latitude: lat, longitude: lng, accuracy: 8 },
      permissions: ["geolocation", "screen-wake-lock"],
    });
    const { page } = device;
    const tap = wiretap(page);
    const moveTo = (meters: number) =>
      page.context().setGeolocation({ latitude: lat + meters / 111_320, longitude: lng, accuracy: 8 });
    const me = demo.riders[2 % demo.riders.length];
    if (!me) throw new Error("the demo lists no riders");
    await logInAs(page, me.name, demo.otp);
    await page.getByRole("button", { name: "Start shift" }).waitFor();
    await moveTo(10);
    expect(tap.points).toEqual([]);

    await page.getByRole("button", { name: "Start shift" }).click();
    await page.getByTestId("sharing").filter({ hasText: "You’re sharing your location" }).waitFor();
    await expect.poll(() => tap.points.length, { timeout: 20_000 }).toBeGreaterThan(0);

    // No network: the way is kept, and sent later with the times at which it was ridden.
    await page.context().setOffline(true);
    const cutAt = Date.now();
    // To and fro, as no rider moves and no map could reckon.
    for (const meters of [120, 20, 130, 10]) {
      await moveTo(meters);
      await page.waitForTimeout(3_000);
    }
    await page
      .getByTestId("sharing")
      .filter({ hasText: /kept, sent later/ })
      .waitFor();
    const backAt = Date.now();
    await page.context().setOffline(false);
    const late = () =>
      tap.points.filter(({ sentAt, recordedAt }) => sentAt >= backAt && Date.parse(recordedAt) < backAt);
    // How many there are depends on what the map could reckon by itself.
    await expect.poll(() => late().length, { timeout: 40_000 }).toBeGreaterThan(0);
    expect(late().every(({ recordedAt }) => Date.parse(recordedAt) > cutAt - 30_000)).toBe(true);
    await page.getByTestId("sharing").filter({ hasText: "You’re sharing your location" }).waitFor();

    // Off shift: the stream is closed, and whatever the phone knows stays on the phone.
    await page.getByRole("button", { name: "End shift" }).click();
    await page.getByRole("heading", { name: "You’re off shift" }).waitFor();
    await expect.poll(() => tap.openStreams()).toBe(0);
    const sent = tap.points.length;
    for (const meters of [500, 700, 900, 1_100]) {
      await moveTo(meters);
      await page.waitForTimeout(1_500);
    }
    await page.reload();
    await page.getByRole("heading", { name: "You’re off shift" }).waitFor();
    await moveTo(1_300);
    await page.waitForTimeout(2_000);
    expect(tap.points.length).toBe(sent);
    expect(await page.getByTestId("sharing").count()).toBe(0);
    expect(device.complaints).toEqual([]);
    await device.close();
  });
});
