import { EARTH_RADIUS_METERS } from "@tiffin/domain/geo/distance";
import type { Location } from "@tiffin/domain/geo/location";

/**
 * The Earth cut into cells of about the same size: rows of `degrees` of latitude, each with as many columns as fit. An
 * index that begins with a cell finds what is near without looking at the rest of the country.
 */
export interface Grid {
  readonly degrees: number;
}

/** 1.4 km: what lies in a circle, whatever it is. */
export const PLACE_GRID: Grid = { degrees: 0.0125 };
/** 5.6 km: the words of the index are told apart by these. */
export const WORD_GRID: Grid = { degrees: 0.05 };

/** More columns than any row has. */
const ROW_STRIDE = 30_000;
/** So that rounding never leaves out a place that lies on the circle. */
const MARGIN_METERS = 1;

/** In degrees: a tenth of a millimeter. */
const HAIR = 1e-9;

const radians = Math.PI / 180;

export function cellOf(grid: Grid, { lat, lng }: Location): number {
  const row = rowOf(grid, lat);
  return cellId(row, columnOf(columnsIn(grid, row), lng));
}

/** All cells that a circle touches, in no order. */
export function cellsAround(grid: Grid, { lat, lng }: Location, radiusMeters: number): number[] {
  const reach = (radiusMeters + MARGIN_METERS) / EARTH_RADIUS_METERS;
  const south = Math.max(-90, lat - reach / radians);
  const north = Math.min(90, lat + reach / radians);
  const cells: number[] = [];
  for (let row = rowOf(grid, south); row <= rowOf(grid, north); row += 1) {
    const columns = columnsIn(grid, row);
    const low = Math.max(south, row * grid.degrees - 90);
    const high = Math.min(north, (row + 1) * grid.degrees - 90);
    const width = widestReach(lat, reach, low, high);
    if (2 * width >= 360 - 360 / columns) {
      for (let column = 0; column < columns; column += 1) cells.push(cellId(row, column));
      continue;
    }
    const first = Math.floor(((lng - width + 180) / 360) * columns);
    const last = Math.floor(((lng + width + 180) / 360) * columns);
    for (let column = first; column <= last; column += 1) cells.push(cellId(row, modulo(column, columns)));
  }
  return cells;
}

/** A cell of the coarse grid, and those of the fine one in it (or across its edge) that a circle touches. */
export interface NestedCells {
  readonly cell: number;
  readonly parts: readonly number[];
}

/** All cells that a circle touches, in both grids. */
export function nestedCellsAround(coarse: Grid, fine: Grid, centre: Location, radiusMeters: number): NestedCells[] {
  const parts = new Map(cellsAround(coarse, centre, radiusMeters).map((cell) => [cell, [] as number[]]));
  for (const part of cellsAround(fine, centre, radiusMeters)) {
    for (const cell of cellsOver(coarse, fine, part)) parts.get(cell)?.push(part);
  }
  return [...parts].map(([cell, nested]) => ({ cell, parts: nested }));
}

/** The coarse cells that a fine one lies in: of its corners, a hair farther out. Cells are much smaller than coarse ones. */
function cellsOver(coarse: Grid, fine: Grid, part: number): Set<number> {
  const row = Math.floor(part / ROW_STRIDE);
  const columns = columnsIn(fine, row);
  const [south, north] = [row, row + 1].map((edge) => edge * fine.degrees - 90);
  const [west, east] = [part % ROW_STRIDE, (part % ROW_STRIDE) + 1].map((edge) => (edge / columns) * 360 - 180);
  const corners = [south! - HAIR, north! + HAIR].flatMap((lat) =>
    [west! - HAIR, east! + HAIR].map((lng) => ({ lat: Math.max(-90, Math.min(90, lat)), lng })),
  );
  return new Set(corners.map((corner) => cellOf(coarse, corner)));
}

/** How many degrees of longitude a circle reaches to either side, at most, between two parallels. */
function widestReach(lat: number, reach: number, low: number, high: number): number {
  const widest = Math.asin(Math.min(1, Math.max(-1, Math.sin(lat * radians) / Math.cos(reach)))) / radians;
  const at = [low, high, Math.min(high, Math.max(low, widest))];
  return Math.max(...at.map((parallel) => reachAlong(lat, reach, parallel)));
}

function reachAlong(lat: number, reach: number, parallel: number): number {
  const across = Math.cos(lat * radians) * Math.cos(parallel * radians);
  if (across < 1e-12) return 180;
  const cosine = (Math.cos(reach) - Math.sin(lat * radians) * Math.sin(parallel * radians)) / across;
  return Math.acos(Math.min(1, Math.max(-1, cosine))) / radians;
}

function rowOf({ degrees }: Grid, lat: number): number {
  return Math.min(Math.floor((lat + 90) / degrees), Math.ceil(180 / degrees) - 1);
}

function columnsIn({ degrees }: Grid, row: number): number {
  const middle = (row + 0.5) * degrees - 90;
  return Math.max(1, Math.round((360 * Math.cos(middle * radians)) / degrees));
}

function columnOf(columns: number, lng: number): number {
  return modulo(Math.floor(((lng + 180) / 360) * columns), columns);
}

function cellId(row: number, column: number): number {
  return row * ROW_STRIDE + column;
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}
