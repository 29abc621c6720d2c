import { distanceMeters } from "@tiffin/domain/geo/distance";
import { toLocation, type LngLat } from "@tiffin/domain/geo/location";

/** Points of a line, with more between those that are more than `step` meters apart. */
export function* every(line: readonly LngLat[], step: number): Generator<LngLat> {
  for (let i = 1; i < line.length; i++) {
    const a = line[i - 1]!;
    const b = line[i]!;
    const pieces = Math.max(1, Math.ceil(distanceMeters(toLocation(a), toLocation(b)) / step));
    for (let k = 0; k < pieces; k++) yield [a[0] + ((b[0] - a[0]) * k) / pieces, a[1] + ((b[1] - a[1]) * k) / pieces];
  }
  if (line.length > 0) yield line.at(-1)!;
}

/** Six decimals are a decimeter; more would only make messages longer. */
export function rounded([lng, lat]: LngLat): LngLat {
  return [Math.round(lng * 1e6) / 1e6, Math.round(lat * 1e6) / 1e6];
}

/** One line of several that follow each other, without the points in which they meet. */
export function joinLines(lines: readonly (readonly LngLat[])[]): LngLat[] {
  const joined: LngLat[] = [];
  for (const line of lines) {
    for (const point of line) {
      const last = joined.at(-1);
      if (!last || Math.abs(last[0] - point[0]) > 1e-7 || Math.abs(last[1] - point[1]) > 1e-7) joined.push(point);
    }
  }
  // A line has two ends, even where they are the same place.
  return joined.length === 1 ? [joined[0]!, joined[0]!] : joined;
}
