import type { Location } from "@tiffin/domain/geo/location";

type Ring = readonly (readonly [number, number])[];

/** The place that a GeoJSON geometry stands for: the point itself, or the centroid of the largest outline. Undefined for anything odd. */
export function middleOf(geometry: unknown): Location | undefined {
  if (typeof geometry !== "object" || geometry === null) return undefined;
  const { type, coordinates } = geometry as { type?: unknown; coordinates?: unknown };
  if (type === "Point") return isPosition(coordinates) ? { lng: coordinates[0], lat: coordinates[1] } : undefined;
  if (!Array.isArray(coordinates)) return undefined;
  if (type === "MultiPoint" || type === "LineString") return centroid(positions(coordinates));
  if (type === "Polygon") return centroid(positions(coordinates[0]));
  if (type !== "MultiPolygon") return undefined;
  const outlines = coordinates.map((polygon: unknown) => positions(Array.isArray(polygon) ? polygon[0] : undefined));
  const largest = outlines.toSorted((a, b) => Math.abs(doubleArea(b)) - Math.abs(doubleArea(a)))[0];
  return largest && centroid(largest);
}

function isPosition(value: unknown): value is [number, number] {
  return Array.isArray(value) && typeof value[0] === "number" && typeof value[1] === "number";
}

function positions(value: unknown): Ring {
  return Array.isArray(value) ? value.filter(isPosition) : [];
}

function doubleArea(ring: Ring): number {
  let sum = 0;
  ring.forEach(([x, y], i) => {
    const [nextX, nextY] = ring[(i + 1) % ring.length]!;
    sum += x * nextY - nextX * y;
  });
  return sum;
}

/** The middle of the surface; of a line, or of what has no surface, the mean of its points. */
function centroid(ring: Ring): Location | undefined {
  const [origin] = ring;
  if (origin === undefined) return undefined;
  // Close to zero, so that houses keep their digits.
  const local = ring.map(([x, y]) => [x - origin[0], y - origin[1]] as const);
  const area = doubleArea(local);
  let [lng, lat] = [0, 0];
  if (area === 0) {
    for (const [x, y] of local) [lng, lat] = [lng + x / local.length, lat + y / local.length];
  } else {
    local.forEach(([x, y], i) => {
      const [nextX, nextY] = local[(i + 1) % local.length]!;
      const cross = (x * nextY - nextX * y) / (3 * area);
      [lng, lat] = [lng + (x + nextX) * cross, lat + (y + nextY) * cross];
    });
  }
  // A tenth of a meter is more than surveyors of cafés know.
  const round = (value: number): number => Math.round(value * 1e6) / 1e6;
  return { lat: round(origin[1] + lat), lng: round(origin[0] + lng) };
}
