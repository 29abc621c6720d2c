import type { Random } from "../random.ts";
import { neighbourhoods, plan } from "./plan.ts";
import { crossing, distance, lengthOf, lerp, simplify } from "./plane.ts";
import type { Line, Point } from "./plane.ts";
import { SpatialHash } from "./spatial-hash.ts";
import type { Terrain } from "./terrain.ts";
import { isOnSheet } from "./terrain.ts";

/** A road as drawn, before it is cut at its crossings. `family` tells streets ("mains") from cross-streets. */
export interface Way {
  class: "highway" | "arterial" | "collector" | "residential" | "lane" | "path";
  line: Line;
  family: "main" | "cross";
  name?: string;
}

type Family = Way["family"];
interface Sample {
  at: Point;
  family: Family;
}

/**
 * Streets as streamlines of a direction field, after Chen et al., "Interactive Procedural Street Modeling" (2008):
 * each neighbourhood and each older road pulls the field towards its own direction, and streets of one family keep
 * their distance from each other.
 */
export class StreetGrower {
  readonly ways: Way[] = [];
  readonly #samples = new SpatialHash<Sample>(100);
  readonly #segments = new SpatialHash<readonly [Point, Point]>(60);
  readonly #guides = new SpatialHash<{ at: Point; angle: number }>(150);

  constructor(
    readonly terrain: Terrain,
    readonly random: Random,
  ) {}

  /** A road that is given. Later streets bend towards it, keep their distance along it and may end on it. */
  add(way: Way, guides = true): void {
    this.ways.push(way);
    for (let i = 1; i < way.line.length; i++) {
      const a = way.line[i - 1]!;
      const b = way.line[i]!;
      this.#segments.add([a, b], a, b);
      const pieces = Math.max(1, Math.ceil(distance(a, b) / 14));
      const angle = Math.atan2(b[1] - a[1], b[0] - a[0]);
      for (let k = 0; k < pieces; k++) {
        const at = lerp(a, b, k / pieces);
        const off = Math.abs(Math.cos(angle - this.directionAt(at)));
        // Within 30° of a family's direction it counts as one of them, in between as both.
        if (off > 0.5) this.#samples.add({ at, family: "main" }, at);
        if (off < 0.87) this.#samples.add({ at, family: "cross" }, at);
        if (guides && k % 4 === 0) this.#guides.add({ at, angle }, at);
      }
    }
  }

  /** Direction of the mains at a place, radians. Cross-streets run at right angles. */
  directionAt(p: Point): number {
    // Directions have no sign, so they are summed as doubled angles.
    let [c, s] = [0, 0];
    for (const n of neighbourhoods) {
      const away = distance(p, n.at);
      if (away > 1_500) continue;
      const weight = Math.exp(-((away / 420) ** 2));
      const angle = (n.angle * Math.PI) / 180 + (n.kind === "old town" ? Math.sin(away / 70) * 0.22 : 0);
      c += weight * Math.cos(2 * angle);
      s += weight * Math.sin(2 * angle);
    }
    for (const guide of this.#guides.near(p, 150)) {
      const away = distance(p, guide.at);
      if (away > 180) continue;
      const weight = 0.1 * Math.exp(-((away / 75) ** 2));
      // A guide pulls the nearer family: turned by a right angle when it runs across.
      const current = Math.atan2(s, c) / 2;
      const across = Math.abs(Math.cos(guide.angle - current)) < Math.SQRT1_2;
      const angle = across ? guide.angle + Math.PI / 2 : guide.angle;
      c += weight * Math.cos(2 * angle);
      s += weight * Math.sin(2 * angle);
    }
    return Math.atan2(s, c) / 2;
  }

  /** Fills the town with streets of one class. `spacing` is the distance to keep from a parallel one. */
  grow(options: {
    class: Way["class"] | ((start: Point) => Way["class"]);
    spacing: (p: Point, family: Family) => number;
    minBuiltUp: number;
    minLength: number;
    attempts: number;
  }): void {
    for (let attempt = 0; attempt < options.attempts; attempt++) {
      const start: Point = [
        this.random.range(-plan.halfWidth, plan.halfWidth),
        this.random.range(-plan.halfHeight, plan.halfHeight),
      ];
      const family: Family = attempt % 2 === 0 ? "main" : "cross";
      if (!this.#isFree(start, family, options.spacing(start, family), options.minBuiltUp)) continue;
      const forward = this.#trace(start, family, 1, options);
      const backward = this.#trace(start, family, -1, options);
      const traced = [...backward.toReversed(), start, ...forward];
      if (lengthOf(traced) < options.minLength) continue;
      const line = simplify(this.#meet(traced), 1.5);
      const className = typeof options.class === "function" ? options.class(start) : options.class;
      this.add({ class: className, line, family }, className === "collector");
    }
  }

  #trace(
    start: Point,
    family: Family,
    sign: 1 | -1,
    options: { spacing: (p: Point, family: Family) => number; minBuiltUp: number },
  ): Point[] {
    const step = 9;
    const line: Point[] = [];
    let p = start;
    let heading: number | undefined;
    for (let i = 0; i < 260; i++) {
      let angle = this.directionAt(p) + (family === "cross" ? Math.PI / 2 : 0);
      if (heading === undefined) angle += sign === 1 ? 0 : Math.PI;
      else if (Math.cos(angle - heading) < 0) angle += Math.PI;
      if (heading !== undefined && Math.cos(angle - heading) < 0.8) break;
      heading = angle;
      p = [p[0] + Math.cos(angle) * step, p[1] + Math.sin(angle) * step];
      if (!this.#isFree(p, family, options.spacing(p, family) * 0.62, options.minBuiltUp)) break;
      if (i > 12 && distance(p, start) < step) break;
      line.push(p);
    }
    return line;
  }

  #isFree(p: Point, family: Family, spacing: number, minBuiltUp: number): boolean {
    if (!isOnSheet(p)) return false;
    for (const sample of this.#samples.near(p, spacing)) {
      if (sample.family === family && distance(sample.at, p) < spacing) return false;
    }
    const { terrain } = this;
    return terrain.toWater(p) > 12 && terrain.toRail(p) > 16 && terrain.builtUp(p) > minBuiltUp;
  }

  /** Lengthens both ends to the street they would run into within a short walk, so that few streets end blind. */
  #meet(line: Line): Point[] {
    const ends = (tip: Point, before: Point): Point | undefined => {
      const reach = 75;
      const away = distance(before, tip) || 1;
      const far: Point = [
        tip[0] + ((tip[0] - before[0]) / away) * reach,
        tip[1] + ((tip[1] - before[1]) / away) * reach,
      ];
      let nearest = Infinity;
      for (const [c, d] of this.#segments.near(tip, 0, far)) {
        const hit = crossing(tip, far, c, d);
        if (hit && hit.t > 0.001) nearest = Math.min(nearest, hit.t);
      }
      if (nearest === Infinity) return undefined;
      const end = lerp(tip, far, nearest + 3 / reach);
      const middle = lerp(tip, far, nearest * 0.6);
      return this.terrain.toWater(middle) > 4 && this.terrain.toRail(middle) > 10 ? end : undefined;
    };
    const first = ends(line[0]!, line[Math.min(2, line.length - 1)]!);
    const last = ends(line.at(-1)!, line.at(-Math.min(3, line.length))!);
    return [...(first ? [first] : []), ...line, ...(last ? [last] : [])];
  }
}
