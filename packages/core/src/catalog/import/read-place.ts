import { isPlausibleLocation } from "@tiffin/domain/geo/location";
import type { Location } from "@tiffin/domain/geo/location";
import type { Refusal } from "./refusal.ts";
import type { SourceRow } from "./source.ts";

/** Where a row says it is, by its own columns. */
export function readPlace(
  values: SourceRow["values"],
  known: Location | undefined,
): { location: Location | undefined } | Refusal {
  if (known) return { location: known };
  if (values.lat === undefined || values.lng === undefined) {
    if (values.item !== undefined) return { location: undefined };
    return { code: "NO_LOCATION", field: values.lat === undefined ? "lat" : "lng", detail: "no coordinates" };
  }
  const location = { lat: degreesOf(values.lat), lng: degreesOf(values.lng) };
  const detail = `${values.lat},${values.lng}`.slice(0, 100);
  if (location.lat === 0 && location.lng === 0) return { code: "LOCATION_IS_ZERO", field: "lat", detail: "0,0" };
  if (isPlausibleLocation(location)) return { location };
  if (isPlausibleLocation(swapped(location))) {
    return { code: "LOCATION_SWAPPED", field: "lat", detail: `${detail}: only the other way round this is a place` };
  }
  const field = Math.abs(location.lat) <= 90 ? "lng" : "lat";
  return { code: "LOCATION_OUT_OF_RANGE", field, detail };
}

export const swapped = ({ lat, lng }: Location): Location => ({ lat: lng, lng: lat });

/** "12.97", "12,97", "+12.97°"; NaN for anything else. */
function degreesOf(text: string): number {
  const plain = text.replace(/°$/, "").trim();
  return /^[+-]?\d{1,3}([.,]\d+)?(e-?\d+)?$/i.test(plain) ? Number(plain.replace(",", ".")) : Number.NaN;
}
