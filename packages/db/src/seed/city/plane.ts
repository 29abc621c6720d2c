/** The town is drawn on a plane: meters east and north of its centre. */
export type Point = readonly [x: number, y: number];
export type Line = readonly Point[];

export const distance = (a: Point, b: Point): number => Math.hypot(b[0] - a[0], b[1] - a[1]);
export const lerp = (a: Point, b: Point, t: number): Point => [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t];

export function lengthOf(line: Line): number {
  let length = 0;
  for (let i = 1; i < line.length; i++) length += distance(line[i - 1]!, line[i]!);
  return length;
}

/** Parameter 0…1 of the point of segment ab that is nearest to p. */
export function nearestParameter(p: Point, a: Point, b: Point): number {
  const dx = b[0] - a[0];
  const dy = b[1] - a[1];
  const squared = dx * dx + dy * dy;
  if (squared === 0) return 0;
  return Math.max(0, Math.min(1, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / squared));
}

export function distanceToLine(p: Point, line: Line): number {
  // Written out in numbers: this is where drawing a town spends its time.
  let best = Infinity;
  let [ax, ay] = line[0]!;
  for (let i = 1; i < line.length; i++) {
    const [bx, by] = line[i]!;
    const dx = bx - ax;
    const dy = by - ay;
    const squared = dx * dx + dy * dy;
    const t = squared === 0 ? 0 : ((p[0] - ax) * dx + (p[1] - ay) * dy) / squared;
    const clamped = t < 0 ? 0 : t > 1 ? 1 : t;
    const x = p[0] - ax - dx * clamped;
    const y = p[1] - ay - dy * clamped;
    const away = x * x + y * y;
    if (away < best) best = away;
    ax = bx;
    ay = by;
  }
  return Math.sqrt(best);
}

/** Centripetal-looking Catmull–Rom through the points, sampled about every `step` meters. */
export function smooth(points: Line, step: number, closed = false): Point[] {
  const count = points.length;
  const at = (i: number): Point =>
    closed ? points[(i + count) % count]! : points[Math.max(0, Math.min(count - 1, i))]!;
  const result: Point[] = [];
  const segments = closed ? count : count - 1;
  for (let i = 0; i < segments; i++) {
    const [p0, p1, p2, p3] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
    const pieces = Math.max(1, Math.round(distance(p1, p2) / step));
    for (let k = 0; k < pieces; k++) {
      const t = k / pieces;
      const blend = (a: number, b: number, c: number, d: number): number =>
        0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t * t * t);
      result.push([blend(p0[0], p1[0], p2[0], p3[0]), blend(p0[1], p1[1], p2[1], p3[1])]);
    }
  }
  result.push(closed ? result[0]! : points[count - 1]!);
  return result;
}

/** Ramer–Douglas–Peucker: leaves out the points that lie within `tolerance` meters of the simpler line. */
export function simplify(line: Line, tolerance: number): Point[] {
  if (line.length <= 2) return [...line];
  const first = line[0]!;
  const last = line.at(-1)!;
  let [worst, at] = [0, 0];
  for (let i = 1; i < line.length - 1; i++) {
    const p = line[i]!;
    const away = distance(p, lerp(first, last, nearestParameter(p, first, last)));
    if (away > worst) [worst, at] = [away, i];
  }
  if (worst <= tolerance) return [first, last];
  return [...simplify(line.slice(0, at + 1), tolerance).slice(0, -1), ...simplify(line.slice(at), tolerance)];
}

/** Moves the line sideways, to the left of travel for positive meters; fine for gentle bends. */
export function offsetLine(line: Line, meters: (index: number) => number): Point[] {
  return line.map((p, i) => {
    const before = line[Math.max(0, i - 1)]!;
    const after = line[Math.min(line.length - 1, i + 1)]!;
    const length = distance(before, after) || 1;
    const m = meters(i);
    return [p[0] - ((after[1] - before[1]) / length) * m, p[1] + ((after[0] - before[0]) / length) * m];
  });
}

/** Positive when the ring runs anticlockwise. */
export function signedArea(ring: Line): number {
  let sum = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    sum += ring[j]![0] * ring[i]![1] - ring[i]![0] * ring[j]![1];
  }
  return sum / 2;
}

export function centroid(ring: Line): Point {
  let [x, y, weight] = [0, 0, 0];
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const cross = ring[j]![0] * ring[i]![1] - ring[i]![0] * ring[j]![1];
    x += (ring[j]![0] + ring[i]![0]) * cross;
    y += (ring[j]![1] + ring[i]![1]) * cross;
    weight += cross;
  }
  return weight === 0 ? ring[0]! : [x / (3 * weight), y / (3 * weight)];
}

export function contains(ring: Line, p: Point): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i]!;
    const [xj, yj] = ring[j]!;
    if (yi > p[1] !== yj > p[1] && p[0] < ((xj - xi) * (p[1] - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

/** Where ab and cd cross, as parameters along each; undefined when they don't. */
export function crossing(a: Point, b: Point, c: Point, d: Point): { t: number; u: number } | undefined {
  const rx = b[0] - a[0];
  const ry = b[1] - a[1];
  const sx = d[0] - c[0];
  const sy = d[1] - c[1];
  const cross = rx * sy - ry * sx;
  if (Math.abs(cross) < 1e-9) return undefined;
  const t = ((c[0] - a[0]) * sy - (c[1] - a[1]) * sx) / cross;
  const u = ((c[0] - a[0]) * ry - (c[1] - a[1]) * rx) / cross;
  return t >= 0 && t <= 1 && u >= 0 && u <= 1 ? { t, u } : undefined;
}
