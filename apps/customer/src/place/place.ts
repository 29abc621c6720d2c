import { z } from "zod";

/** Where the food shall go; search begins here. Kept in a cookie, so that the server's first paint knows its name. */
export const placeSchema = z.object({
  label: z.string().min(1).max(80),
  lat: z.number().min(-90).max(90),
  lng: z.number().min(-180).max(180),
  citySlug: z.string().max(80).nullable(),
  /** One of the caller's addresses, when it was chosen from them. */
  addressId: z.string().max(64).nullable(),
});
export type Place = z.infer<typeof placeSchema>;

export const placeCookie = "tiffin_customer_place";

export const writePlace = (place: Place): string => encodeURIComponent(JSON.stringify(place));

/** A cookie is anybody's to write: what isn't a place is no place. */
export function readPlace(value: string | undefined): Place | null {
  if (!value) return null;
  try {
    const result = placeSchema.safeParse(JSON.parse(decodeURIComponent(value)));
    return result.success ? result.data : null;
  } catch {
    return null;
  }
}
