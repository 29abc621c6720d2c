import type { Location } from "./location.ts";

// Gustavo Niemeyer's geohash: base 32 without a, i, l, o; bits alternate longitude, latitude.
const alphabet = "0123456789bcdefghjkmnpqrstuvwxyz";

/** Geohash of a place. 5 characters are a cell of about 4.9 × 4.9 km, 6 about 1.2 × 0.6 km, 7 about 150 m. */
export function geohash({ lat, lng }: Location, length: number): string {
  let [south, north, west, east] = [-90, 90, -180, 180];
  let hash = "";
  let value = 0;
  for (let bit = 0; hash.length < length; bit++) {
    value <<= 1;
    if (bit % 2 === 0) {
      const middle = (west + east) / 2;
      if (lng >= middle) [value, west] = [value | 1, middle];
      else east = middle;
    } else {
      const middle = (south + north) / 2;
      if (lat >= middle) [value, south] = [value | 1, middle];
      else north = middle;
    }
    if (bit % 5 === 4) {
      hash += alphabet[value];
      value = 0;
    }
  }
  return hash;
}

export interface Bounds {
  south: number;
  west: number;
  north: number;
  east: number;
}

/** The cell of a geohash. Throws RangeError for a character that is not in the alphabet. */
export function geohashBounds(hash: string): Bounds {
  let [south, north, west, east] = [-90, 90, -180, 180];
  let even = true;
  for (const character of hash.toLowerCase()) {
    const value = alphabet.indexOf(character);
    if (value < 0) throw new RangeError(`not a geohash: ${hash}`);
    for (let mask = 16; mask > 0; mask >>= 1) {
      const high = (value & mask) !== 0;
      if (even) {
        const middle = (west + east) / 2;
        if (high) west = middle;
        else east = middle;
      } else {
        const middle = (south + north) / 2;
        if (high) south = middle;
        else north = middle;
      }
      even = !even;
    }
  }
  return { south, west, north, east };
}

/** Centre of a geohash's cell. */
export function geohashCentre(hash: string): Location {
  const { south, west, north, east } = geohashBounds(hash);
  return { lat: (south + north) / 2, lng: (west + east) / 2 };
}
