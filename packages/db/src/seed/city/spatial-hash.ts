import type { Point } from "./plane.ts";

/** Things by the square cell they touch, so that neighbours are found without looking at everything. */
export class SpatialHash<T> {
  readonly #cells = new Map<number, T[]>();

  constructor(readonly cellMeters: number) {}

  add(item: T, from: Point, to: Point = from): void {
    for (const key of this.#keys(from, to, 0)) {
      const cell = this.#cells.get(key);
      if (cell) cell.push(item);
      else this.#cells.set(key, [item]);
    }
  }

  /** Everything in the cells within `radius` of the box; may hold repeats and things a little farther away. */
  *near(from: Point, radius: number, to: Point = from): Generator<T> {
    for (const key of this.#keys(from, to, radius)) {
      const cell = this.#cells.get(key);
      if (cell) yield* cell;
    }
  }

  *#keys(a: Point, b: Point, margin: number): Generator<number> {
    const size = this.cellMeters;
    const west = Math.floor((Math.min(a[0], b[0]) - margin) / size);
    const east = Math.floor((Math.max(a[0], b[0]) + margin) / size);
    const south = Math.floor((Math.min(a[1], b[1]) - margin) / size);
    const north = Math.floor((Math.max(a[1], b[1]) + margin) / size);
    for (let x = west; x <= east; x++) for (let y = south; y <= north; y++) yield x * 65_536 + y;
  }
}
