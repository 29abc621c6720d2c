import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Browser, Page } from "playwright-core";
import postgres from "postgres";
import { z } from "zod";
import type { Polyline } from "@tiffin/domain/geo/location";
import { pointAlong } from "@tiffin/domain/geo/polyline";
import { trackSchema } from "@tiffin/domain/wire/orders";
import type { Benchmark } from "../benchmark.ts";
import { type Courier, hireCouriers } from "../dispatch/couriers.ts";
import { putOnTheWay, type TrackedOrder } from "../fanout/tracked-orders.ts";
import type { Part } from "../harness/report.ts";
import { type BenchStack, checkout, forgetStack, startStack, stopStack } from "../harness/stack.ts";
import { latencies } from "../harness/statistics.ts";
import { tokensOf } from "../harness/tokens.ts";
import { openKitchens } from "../orders/town.ts";
import { launchChromium } from "./chromium.ts";
import { readFrames, TRACE_CATEGORIES } from "./frames.ts";

/** A cheap phone beside the machine that this runs on. */
const SLOWER = 4;
const METERS_PER_SECOND = 9;
/** Until the map is drawn, the code is warm and the marker rides. */
const WARM_UP_SECONDS = 10;

export const mapBenchmark: Benchmark = {
  name: "map",
  about: "the customer's map while the marker rides, in Chromium with its processor slowed down four times",
  parts: ["glide"],

  async *run(options, progress, signal) {
    const folder = path.join(path.resolve(checkout, process.env["TIFFIN_VAR"] ?? "var"), "bench", "map");
    progress.say("starting the servers and building the apps");
    try {
      const stack = await startStack(folder, { fresh: true, web: true });
      const sql = postgres(stack.urls.postgres, { max: 2, onnotice: () => {} });
      let browser: Browser | null = null;
      try {
        const [courier] = await hireCouriers({ sql, stack }, await openKitchens(sql), 1);
        await sql`update riders set online = true, online_since = now() where user_id = ${courier!.id}`;
        const [order] = await putOnTheWay({ sql, stack }, [courier!]);
        // The rows of a rush have no payments, and an order without one is shown to nobody.
        await sql`
          insert into payments (id, order_id, provider, method, status, currency, amount, idempotency_key)
          select gen_random_uuid(), id, 'cash', 'cash', 'AUTHORIZED', currency, total, gen_random_uuid()
          from orders where id = ${order!.orderId}`;
        signal.throwIfAborted();
        browser = await launchChromium();
        progress.say(`a rider comes, for ${options.seconds} s`);
        yield await measureGlide(stack, browser, courier!, order!, options.seconds);
      } finally {
        await browser?.close();
        await sql.end({ timeout: 5 });
      }
    } finally {
      await stopStack(folder);
      if (!options.keep) forgetStack(folder);
    }
  },
};

async function measureGlide(
  stack: BenchStack,
  browser: Browser,
  courier: Courier,
  order: TrackedOrder,
  seconds: number,
): Promise<Part> {
  const [token = ""] = await tokensOf(stack, [order.customerId]);
  const rider = phoneOf(stack, courier);
  await rider.stand();
  const route = await routeOf(stack, order, token);
  const page = await watch(stack, browser, order, token);
  const slow = await page.context().newCDPSession(page);
  await slow.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  await rider.ride(route, WARM_UP_SECONDS);
  await browser.startTracing(page, { categories: TRACE_CATEGORIES });
  await rider.ride(route, seconds);
  const frames = readFrames((await browser.stopTracing()).toString("utf8"));
  const [gaps, marker, scripts, drawing] = [frames.gaps, frames.marker, frames.scripts, frames.drawing].map(latencies);
  const cpu = `processor time, ${SLOWER} times slower`;
  return {
    part: "glide",
    parameters: {
      viewport: "390×844",
      slower: SLOWER,
      metersPerSecond: METERS_PER_SECOND,
      positionsPerSecond: 1,
      seconds,
    },
    figures: [
      { name: "moving the marker, a frame, median", value: marker!.p50, unit: "ms", aim: { atMost: 2 }, note: cpu },
      { name: "moving the marker, a frame, P95", value: marker!.p95, unit: "ms", aim: { atMost: 4 } },
      { name: "all scripts, a frame, median", value: scripts!.p50, unit: "ms", aim: { atMost: 4 } },
      { name: "all scripts, a frame, P95", value: scripts!.p95, unit: "ms", note: "with React and the map" },
      { name: "the longest frame's scripts", value: scripts!.max, unit: "ms" },
      { name: "style, layout and paint, a frame, median", value: drawing!.p50, unit: "ms", note: "the browser's own" },
      { name: "frames", value: 1_000 / gaps!.mean, unit: "/s", note: "software GL, where there is no graphics card" },
      { name: "from a frame to the next, P95", value: gaps!.p95, unit: "ms" },
    ],
    details: { frames: gaps!.count, gaps, marker, scripts, drawing },
  };
}

/** The order's page on a phone, signed in, with the rider on its map. */
async function watch(stack: BenchStack, browser: Browser, { orderId }: TrackedOrder, token: string): Promise<Page> {
  const { customer } = stack.urls;
  if (customer === undefined) throw new Error("the customer app does not run");
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, locale: "en-IN" });
  await context.addCookies([
    { name: "tiffin_customer_access", value: token, url: customer },
    { name: "tiffin_customer_signed_in", value: "1", url: customer },
  ]);
  const page = await context.newPage();
  await page.goto(new URL(`/orders/${orderId}`, customer).href);
  await page.locator(".tf-rider").waitFor();
  return page;
}

async function routeOf(stack: BenchStack, { orderId }: TrackedOrder, token: string): Promise<Polyline> {
  const answer = await fetch(new URL(`/v1/orders/${orderId}/track`, stack.urls.gateway), {
    headers: { authorization: `Bearer ${token}` },
  });
  if (!answer.ok) throw new Error(`the order can't be tracked: ${answer.status} ${await answer.text()}`);
  const { route } = trackSchema.parse(await answer.json());
  if (route === undefined) throw new Error("the rider's way is not known");
  return route;
}

function phoneOf(stack: BenchStack, courier: Courier) {
  let seq = 0;
  let along = 0;
  const send = async (point: object) => {
    const answer = await fetch(new URL("/v1/riders/location", stack.urls.gateway), {
      method: "POST",
      headers: { authorization: `Bearer ${courier.token}`, "content-type": "application/json" },
      body: JSON.stringify({ ...point, accuracy: 5, recordedAt: new Date().toISOString(), seq: (seq += 1) }),
    });
    const { accepted } = z.object({ accepted: z.int() }).parse(await answer.json());
    if (accepted !== 1) throw new Error("a position was refused");
  };
  return {
    stand: () => send({ lat: courier.lat, lng: courier.lng }),
    /** A position a second, along the way from where the last ride ended. */
    async ride(route: Polyline, seconds: number) {
      for (let second = 0; second < seconds; second++) {
        const { location, bearing } = pointAlong(route, along);
        await send({ ...location, heading: bearing, speed: METERS_PER_SECOND });
        along += METERS_PER_SECOND;
        await sleep(1_000);
      }
    },
  };
}
