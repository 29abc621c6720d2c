import { createParser } from "nuqs/server";

export type Point = { lat: number; lng: number };

/** As it stands in the address bar. */
export const rounded = ({ lat, lng }: Point): Point => ({ lat: Number(lat.toFixed(3)), lng: Number(lng.toFixed(3)) });

/**
 * A point in the address bar, "13.862,76.781". Three digits are a street corner: enough to find the same kitchens, too
 * little to give somebody's door away with a link.
 */
export const parseAsPoint = createParser<Point>({
  parse(text) {
    const [lat = Number.NaN, lng = Number.NaN, ...rest] = text
      .split(",")
      .map((part) => (part ? Number(part) : Number.NaN));
    const fits = rest.length === 0 && Math.abs(lat) <= 90 && Math.abs(lng) <= 180;
    return fits ? { lat, lng } : null;
  },
  serialize(point) {
    const { lat, lng } = rounded(point);
    return `${lat},${lng}`;
  },
  eq: (a, b) => a.lat === b.lat && a.lng === b.lng,
});
