import type { Browser, Page, WebSocketRoute } from "playwright-core";
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

interface Wiretap {
  readonly points: readonly (Point & { readonly sentAt: number })[];
  readonly openStreams: () => number;
  /** Playwright's offline mode leaves an open WebSocket alone: the tap breaks it, and lets none through until it is mended. */
  readonly cut: () => Promise<void>;
  readonly mend: () => void;
}

/** What Playwright's stand-in for a socket throws when an answer meets a page that has just closed it; a browser's does not. */
const LATE_ANSWER = "Error: WebSocket is already in CLOSING or CLOSED state.";

/** Every point that leaves the page, by the stream or by a request, with when it left. To be called before the page opens. */
async function wiretap(page: Page): Promise<Wiretap> {
  const points: (Point & { sentAt: number })[] = [];
  const open = new Set<WebSocketRoute>();
  let isCut = false;
  await page.routeWebSocket(/\/v1\/riders\/stream/, (socket) => {
    if (isCut) return socket.close();
    const server = socket.connectToServer();
    open.add(socket);
    socket.onMessage((payload) => {
      const frame = sentSchema.parse(JSON.parse(String(payload)));
      points.push(...frame.points.map((point) => ({ ...point, sentAt: Date.now() })));
      if (!isCut) server.send(payload);
    });
    const closedBy = (other: WebSocketRoute) => (code?: number, reason?: string) => {
      open.delete(socket);
      return other.close({ ...(code === undefined ? {} : { code }), ...(reason === undefined ? {} : { reason }) });
    };
    socket.onClose(closedBy(server));
    server.onClose(closedBy(socket));
  });
  page.on("request", (request) => {
    const body = request.postData() ?? "";
    if (/"(lat|latitude)"/.test(body))
      points.push({ lat: 0, recordedAt: new Date().toISOString(), sentAt: Date.now() });
  });
  return {
    points,
    openStreams: () => open.size,
    async cut() {
      isCut = true;
      await Promise.all([...open].map((socket) => socket.close()));
      open.clear();
    },
    mend: () => {
      isCut = false;
    },
  };
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
    const tap = await wiretap(page);
    await page.reload();
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
    await tap.cut();
    const cutAt = Date.now();
    // To and fro, as no map could reckon, so that each place is worth telling.
    const ridden = [130, 10, 140, 20];
    for (const meters of ridden) {
      await page.waitForTimeout(1_500);
      await moveTo(meters);
    }
    await page
      .getByTestId("sharing")
      .filter({ hasText: /kept, sent later/ })
      .waitFor();
    const backAt = Date.now();
    // What was recorded before the cut may still have been on its way out of the page when the line broke.
    expect(tap.points.filter(({ recordedAt, sentAt }) => sentAt > cutAt && Date.parse(recordedAt) > cutAt)).toEqual([]);
    tap.mend();
    await page.context().setOffline(false);
    const late = () =>
      tap.points.filter(({ recordedAt }) => Date.parse(recordedAt) > cutAt && Date.parse(recordedAt) < backAt);
    const places = () => late().map((point) => Math.round((point.lat - lat) * 111_320));
    await expect.poll(places, { timeout: 40_000 }).toEqual(expect.arrayContaining(ridden.slice(0, 3)));
    expect(late().every(({ sentAt }) => sentAt >= backAt)).toBe(true);
    await page.getByTestId("sharing").filter({ hasText: "You’re sharing your location" }).waitFor();

    // Off shift: the stream is closed, and whatever the phone knows stays on the phone.
    await page.getByRole("button", { name: "End shift" }).click();
    await page.getByRole("heading", { name: "You’re off shift" }).waitFor();
    await expect.poll(() => tap.openStreams(), { timeout: 20_000 }).toBe(0);
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
    expect(device.complaints.filter((complaint) => complaint !== LATE_ANSWER)).toEqual([]);
    await device.close();
  });

  it("that is handed on sends nothing of the rider before as the next one's", async () => {
    const { demo, urls } = stack;
    if (!urls.rider) throw new Error("this needs the rider app");
    const { lat, lng } = demo.city;
    const [next, , me] = demo.riders;
    if (!next || !me) throw new Error("the demo lists too few riders");
    const device = await openPage(browser, urls.rider, {
      ...phone,
      geolocation: { latitude: lat, longitude: lng, accuracy: 8 },
      permissions: ["geolocation", "screen-wake-lock"],
    });
    const context = device.page.context();
    const tap = await wiretap(device.page);
    await device.page.reload();
    await logInAs(device.page, me.name, demo.otp);
    await device.page.getByRole("button", { name: "Start shift" }).click();
    await expect.poll(() => tap.points.length, { timeout: 20_000 }).toBeGreaterThan(0);
    await context.setOffline(true);
    await tap.cut();
    for (const meters of [130, 10, 140]) {
      await context.setGeolocation({ latitude: lat + meters / 111_320, longitude: lng, accuracy: 8 });
      await device.page.waitForTimeout(1_500);
    }
    await device.page
      .getByTestId("sharing")
      .filter({ hasText: /kept, sent later/ })
      .waitFor();
    // The page is killed and the session gone: nobody logged out, nobody ended the shift.
    await device.page.close();
    await context.clearCookies();
    await context.setOffline(false);
    const handedOnAt = Date.now();

    const page = await context.newPage();
    const tapOfNext = await wiretap(page);
    await page.goto(urls.rider);
    await logInAs(page, next.name, demo.otp);
    await page.getByRole("button", { name: "Start shift" }).click();
    await page.getByTestId("sharing").filter({ hasText: "You’re sharing your location" }).waitFor();
    await expect.poll(() => tapOfNext.points.length, { timeout: 20_000 }).toBeGreaterThan(0);
    await page.getByRole("button", { name: "End shift" }).click();
    await page.getByRole("heading", { name: "You’re off shift" }).waitFor();
    expect(tapOfNext.points.filter(({ recordedAt }) => Date.parse(recordedAt) < handedOnAt)).toEqual([]);
    await device.close();
  });
});
