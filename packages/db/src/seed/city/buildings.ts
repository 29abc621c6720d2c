import type { Random } from "../random.ts";
import { distance, signedArea } from "./plane.ts";
import type { Line, Point } from "./plane.ts";

/** Footprints within one block: it is halved across its longer side until the pieces are house-sized. */
export function footprints(
  ring: Line,
  options: { lot: number; setback: number; random: Random; keep: number },
): Point[][] {
  const houses: Point[][] = [];
  const divide = (piece: Point[], depth: number): void => {
    const area = Math.abs(signedArea(piece));
    if (area < 70) return;
    const box = orientedBox(piece);
    if (area < options.lot * options.random.range(0.7, 1.5) || depth > 9) {
      if (box.width < 7 || area / (box.length * box.width) < 0.55 || !options.random.chance(options.keep)) return;
      houses.push(shrunkBox(box, options.setback + options.random.range(0, 1.5), options.random));
      return;
    }
    // Cut across the long side, near its middle.
    const at = options.random.range(0.42, 0.58);
    const cutPoint: Point = [
      box.corner[0] + box.along[0] * box.length * at,
      box.corner[1] + box.along[1] * box.length * at,
    ];
    divide(clip(piece, cutPoint, box.along), depth + 1);
    divide(clip(piece, cutPoint, [-box.along[0], -box.along[1]]), depth + 1);
  };
  divide([...ring], 0);
  return houses;
}

interface Box {
  corner: Point;
  along: Point;
  length: number;
  width: number;
  across: Point;
}

/** The box along the ring's longest edge. */
function orientedBox(ring: Line): Box {
  let along: Point = [1, 0];
  let longest = 0;
  ring.forEach((a, i) => {
    const b = ring[(i + 1) % ring.length]!;
    const length = distance(a, b);
    if (length > longest) [longest, along] = [length, [(b[0] - a[0]) / length, (b[1] - a[1]) / length]];
  });
  let across: Point = [-along[1], along[0]];
  const project = (axis: Point): [number, number] => {
    const values = ring.map((p) => p[0] * axis[0] + p[1] * axis[1]);
    return [Math.min(...values), Math.max(...values)];
  };
  let [u0, u1] = project(along);
  let [v0, v1] = project(across);
  if (v1 - v0 > u1 - u0) {
    [along, across] = [across, [-along[0], -along[1]]];
    [u0, u1] = project(along);
    [v0, v1] = project(across);
  }
  const corner: Point = [along[0] * u0 + across[0] * v0, along[1] * u0 + across[1] * v0];
  return { corner, along, across, length: u1 - u0, width: v1 - v0 };
}

function shrunkBox(box: Box, setback: number, random: Random): Point[] {
  const inset = Math.min(setback, box.width * 0.22);
  const deep = inset + (random.chance(0.35) ? box.length * 0.12 : 0);
  const at = (u: number, v: number): Point => [
    box.corner[0] + box.along[0] * u + box.across[0] * v,
    box.corner[1] + box.along[1] * u + box.across[1] * v,
  ];
  return [
    at(inset, inset),
    at(box.length - deep, inset),
    at(box.length - deep, box.width - inset),
    at(inset, box.width - inset),
  ];
}

/** The part of a polygon on the side of the line through `p` that `normal` points away from. */
function clip(ring: Line, p: Point, normal: Point): Point[] {
  const side = (q: Point): number => (q[0] - p[0]) * normal[0] + (q[1] - p[1]) * normal[1];
  const result: Point[] = [];
  ring.forEach((a, i) => {
    const b = ring[(i + 1) % ring.length]!;
    const [sa, sb] = [side(a), side(b)];
    if (sa <= 0) result.push(a);
    if (sa < 0 !== sb < 0 && sa !== sb) {
      const t = sa / (sa - sb);
      result.push([a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t]);
    }
  });
  return result;
}
