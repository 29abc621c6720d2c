import type { Browser, Page } from "playwright-core";
import type { Location } from "@tiffin/domain/geo/location";
import { reachOf, type Reach } from "./airplane.ts";
import { logInAs, openPage, phone, type OpenPage } from "./browser.ts";
import type { Stack } from "./stack.ts";

export interface RiderPhone extends OpenPage {
  readonly reach: Reach;
}

interface Device {
  readonly browser: Browser;
  readonly stack: Stack;
  /** Which of the demo's riders. */
  readonly index: number;
  readonly at: Location;
  /** What is peculiar about the device, before the page's own scripts run. */
  readonly prepare?: (page: Page) => Promise<unknown>;
}

/** A rider's phone at a place, logged in. */
export async function openRiderPhone({ browser, stack, index, at, prepare }: Device): Promise<RiderPhone> {
  const { demo, urls } = stack;
  const me = demo.riders[index];
  if (!urls.rider || !me) throw new Error("this needs the rider app and three demo riders");
  const device = await openPage(browser, urls.rider, {
    ...phone,
    geolocation: { latitude: at.lat, longitude: at.lng, accuracy: 8 },
    permissions: ["geolocation", "screen-wake-lock"],
  });
  const reach = await reachOf(device.page);
  await prepare?.(device.page);
  await device.page.reload();
  await logInAs(device.page, me.name, demo.otp);
  return { ...device, reach };
}

/** The same, on shift and known to be there. */
export async function startShift(device: Device): Promise<RiderPhone> {
  const opened = await openRiderPhone(device);
  await opened.page.getByRole("button", { name: "Start shift" }).click();
  await isSharing(opened.page);
  return opened;
}

export const isSharing = (page: Page) =>
  page.getByTestId("sharing").filter({ hasText: "You’re sharing your location" }).waitFor();

/** To be run in a page before its own scripts: the device's clock is wrong by so much, and its GPS goes by that clock. */
export function wrongClock(byMilliseconds: number): void {
  globalThis.Date = new Proxy(Date, {
    construct: (right, given, made) =>
      Reflect.construct(right, given.length === 0 ? [right.now() + byMilliseconds] : given, made),
    get: (right, name) => (name === "now" ? () => right.now() + byMilliseconds : Reflect.get(right, name)),
  });
  const taken = Object.getOwnPropertyDescriptor(GeolocationPosition.prototype, "timestamp");
  Object.defineProperty(GeolocationPosition.prototype, "timestamp", {
    get() {
      return Number(taken?.get?.call(this)) + byMilliseconds;
    },
  });
}

/** To be run in a page before its own scripts: a browser that keeps nothing. */
export function withoutStorage(): void {
  IDBFactory.prototype.open = () => {
    throw new DOMException("storage is not allowed here", "SecurityError");
  };
}
