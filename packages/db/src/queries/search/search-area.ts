import { sql, type SQL } from "drizzle-orm";

export interface SearchArea {
  readonly lat: number;
  readonly lng: number;
  readonly radiusMeters: number;
}

/** earthdistance's radius, and that of the rest of our code. */
const EARTHDISTANCE_RADIUS = 6_378_168;
const RADIUS = 6_371_008.8;

/** CTE: the place that is asked from, computed once. */
export function here({ lat, lng }: SearchArea): SQL {
  return sql`here as materialized (select ll_to_earth(${lat}, ${lng})::cube as place)`;
}

/** How far a row is, as the straight line through the Earth: orders as distance does, and costs a tenth. */
export const chord = sql.raw("cube_distance(d.place, (select place from here))");

export function chordOf(meters: number): number {
  return 2 * EARTHDISTANCE_RADIUS * Math.sin(Math.min(Math.PI / 2, meters / (2 * RADIUS)));
}

export function metersOf(chordColumn: SQL): SQL {
  return sql`${2 * RADIUS}::float8 * asin(least(1, ${chordColumn} / ${2 * EARTHDISTANCE_RADIUS}::float8))`;
}
