import type { Page } from "playwright-core";
import type { Location } from "@tiffin/domain/geo/location";

/** Web Mercator, as the map draws it: x and y from 0 to 1 over the world. */
const toWorld = ({ lat, lng }: Location) => ({
  x: (lng + 180) / 360,
  y: 0.5 - Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / (2 * Math.PI),
});
const toLocation = ({ x, y }: { x: number; y: number }): Location => ({
  lat: (Math.atan(Math.exp((0.5 - y) * 2 * Math.PI)) * 360) / Math.PI - 90,
  lng: x * 360 - 180,
});

export const riderMarker = (page: Page) => page.getByRole("img", { name: "Rider", exact: true });

/**
 * Where on earth the rider's marker stands, measured on the screen against the pins of the kitchen and the door: whatever
 * the map's zoom is, and wherever it was moved to. Null while one of the three is not there.
 */
export async function shownRider(
  page: Page,
  pins: { readonly kitchen: Location; readonly door: Location },
): Promise<Location | null> {
  // In one go: a map that moves between two looks would be measured wrong.
  const seen = await page.evaluate(() => {
    const box = (selector: string) => document.querySelector(selector)?.getBoundingClientRect();
    const [kitchen, door, rider] = [".tf-stop-restaurant", ".tf-stop-home", ".tf-rider"].map(box);
    if (!kitchen || !door || !rider) return null;
    // A pin's tip is its place; the rider's disc is centred on it.
    const tip = (pin: DOMRect) => ({ x: pin.x + pin.width / 2, y: pin.bottom });
    return {
      kitchen: tip(kitchen),
      door: tip(door),
      rider: { x: rider.x + rider.width / 2, y: rider.y + rider.height / 2 },
    };
  });
  if (seen === null) return null;
  const [kitchen, door] = [toWorld(pins.kitchen), toWorld(pins.door)];
  // North is up, and a pixel is as wide as it is high: one scale for both.
  const scale =
    Math.hypot(door.x - kitchen.x, door.y - kitchen.y) /
    Math.hypot(seen.door.x - seen.kitchen.x, seen.door.y - seen.kitchen.y);
  return toLocation({
    x: kitchen.x + (seen.rider.x - seen.kitchen.x) * scale,
    y: kitchen.y + (seen.rider.y - seen.kitchen.y) * scale,
  });
}

/** How many pixels the map moved under the page: what one pin does, all of it does. */
export const pinOnScreen = async (page: Page, kind: "restaurant" | "home") =>
  page.locator(`.tf-stop-${kind}`).evaluate((pin) => {
    const { x, y } = pin.getBoundingClientRect();
    return { x: Math.round(x), y: Math.round(y) };
  });
