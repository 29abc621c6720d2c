import { crossing, distance, lengthOf, lerp, nearestParameter, simplify } from "./plane.ts";
import type { Line, Point } from "./plane.ts";
import { SpatialHash } from "./spatial-hash.ts";
import type { Way } from "./streamlines.ts";

/** A stretch of one way between two junctions. */
export interface Stretch {
  from: number;
  to: number;
  line: Line;
  way: Way;
}

/** A stretch of street with what is known about it: where restaurants and homes are found. */
export interface NamedStretch extends Stretch {
  name: string;
  oneway: boolean;
  bridge: boolean;
}

/** Streets as a planar graph: ways are cut wherever they cross or meet. */
export interface Network {
  junctions: Point[];
  stretches: Stretch[];
}

export function cutAtCrossings(ways: readonly Way[]): Network {
  const cuts = findCuts(ways);
  const junctions: Point[] = [];
  const stretches: Stretch[] = [];
  const byPlace = new SpatialHash<number>(20);
  const junctionAt = (p: Point): number => {
    for (const index of byPlace.near(p, 2)) if (distance(junctions[index]!, p) < 2) return index;
    junctions.push(p);
    byPlace.add(junctions.length - 1, p);
    return junctions.length - 1;
  };
  ways.forEach((way, w) => {
    let line: Point[] = [way.line[0]!];
    let from = junctionAt(way.line[0]!);
    const cut = (p: Point): void => {
      const to = junctionAt(p);
      line.push(junctions[to]!);
      if (to !== from || lengthOf(line) > 30) stretches.push({ from, to, line, way });
      line = [junctions[to]!];
      from = to;
    };
    for (let i = 1; i < way.line.length; i++) {
      const a = way.line[i - 1]!;
      const b = way.line[i]!;
      for (const t of (cuts.get(`${w}/${i}`) ?? []).sort((x, y) => x - y)) cut(lerp(a, b, t));
      if (i === way.line.length - 1) cut(b);
      else line.push(b);
    }
  });
  return { junctions, stretches };
}

/** Where each segment (way index / segment index) is cut, as parameters along it. */
function findCuts(ways: readonly Way[]): Map<string, number[]> {
  interface Segment {
    way: number;
    index: number;
    a: Point;
    b: Point;
  }
  const hash = new SpatialHash<Segment>(60);
  const cuts = new Map<string, number[]>();
  const cutAt = (segment: Segment, t: number): void => {
    const key = `${segment.way}/${segment.index}`;
    const list = cuts.get(key);
    if (list) list.push(t);
    else cuts.set(key, [t]);
  };
  ways.forEach((way, w) => {
    for (let i = 1; i < way.line.length; i++) {
      const segment: Segment = { way: w, index: i, a: way.line[i - 1]!, b: way.line[i]! };
      const seen = new Set<Segment>();
      for (const other of hash.near(segment.a, 1, segment.b)) {
        if (seen.has(other) || (other.way === w && Math.abs(other.index - i) < 2)) continue;
        seen.add(other);
        const hit = crossing(segment.a, segment.b, other.a, other.b);
        if (hit) {
          cutAt(segment, hit.t);
          cutAt(other, hit.u);
          continue;
        }
        // An end that lies on the other segment without crossing it still meets it.
        for (const [end, on, t] of [
          [segment.a, other, nearestParameter(segment.a, other.a, other.b)],
          [segment.b, other, nearestParameter(segment.b, other.a, other.b)],
          [other.a, segment, nearestParameter(other.a, segment.a, segment.b)],
          [other.b, segment, nearestParameter(other.b, segment.a, segment.b)],
        ] as const) {
          if (distance(end, lerp(on.a, on.b, t)) < 1) cutAt(on, t);
        }
      }
      hash.add(segment, segment.a, segment.b);
    }
  });
  return cuts;
}

/** Pulls junctions together that are one crossing in a driver's eyes. */
export function mergeCloseJunctions(network: Network, tolerance: number): Network {
  const parent = network.junctions.map((_, i) => i);
  const find = (i: number): number => {
    let root = i;
    while (parent[root] !== root) root = parent[root]!;
    parent[i] = root;
    return root;
  };
  // Wider roads keep their place, so that they stay smooth.
  const rank = network.junctions.map(() => 9);
  const order = { highway: 0, arterial: 1, collector: 2, residential: 3, lane: 4, path: 5 } as const;
  for (const { from, to, way } of network.stretches) {
    for (const j of [from, to]) rank[j] = Math.min(rank[j]!, order[way.class]);
  }
  for (const { from, to, line } of network.stretches) {
    const [a, b] = [find(from), find(to)];
    if (a === b || lengthOf(line) > tolerance) continue;
    if (rank[a]! <= rank[b]!) parent[b] = a;
    else parent[a] = b;
  }
  const stretches: Stretch[] = [];
  const seen = new Map<string, Stretch[]>();
  for (const stretch of network.stretches) {
    const from = find(stretch.from);
    const to = find(stretch.to);
    const line = [network.junctions[from]!, ...stretch.line.slice(1, -1), network.junctions[to]!];
    const length = lengthOf(line);
    if (from === to && length < 90) continue;
    const key = from < to ? `${from}-${to}` : `${to}-${from}`;
    const rivals = seen.get(key) ?? [];
    if (rivals.some((rival) => Math.abs(lengthOf(rival.line) - length) < 0.15 * length)) continue;
    const kept: Stretch = { from, to, line, way: stretch.way };
    seen.set(key, [...rivals, kept]);
    stretches.push(kept);
  }
  return compact({ junctions: network.junctions, stretches });
}

/** Takes short blind ends away, again and again, and everything that can't be reached from the largest part. */
export function prune(network: Network, blindEndMeters: number): Network {
  let stretches = network.stretches;
  for (;;) {
    const degree = degrees(network.junctions.length, stretches);
    const kept = stretches.filter(
      ({ from, to, line, way }) =>
        (degree[from]! > 1 && degree[to]! > 1) ||
        way.class === "arterial" ||
        way.class === "highway" ||
        lengthOf(line) >= blindEndMeters,
    );
    if (kept.length === stretches.length) break;
    stretches = kept;
  }
  const component = components(network.junctions.length, stretches);
  const sizes = new Map<number, number>();
  for (const { from } of stretches) sizes.set(component[from]!, (sizes.get(component[from]!) ?? 0) + 1);
  const largest = [...sizes].sort((a, b) => b[1] - a[1])[0]?.[0];
  return compact({
    junctions: network.junctions,
    stretches: stretches.filter(({ from }) => component[from] === largest),
  });
}

/** Joins two stretches of one way where nothing else meets them, and straightens what is nearly straight. */
export function joinThrough(network: Network): Network {
  const at: Stretch[][] = network.junctions.map(() => []);
  const alive = new Set<Stretch>();
  const put = (stretch: Stretch): void => {
    alive.add(stretch);
    at[stretch.from]!.push(stretch);
    at[stretch.to]!.push(stretch);
  };
  for (const stretch of network.stretches) put(stretch);
  for (let j = 0; j < network.junctions.length; j++) {
    const here = at[j]!.filter((stretch) => alive.has(stretch));
    const [a, b] = here;
    if (here.length !== 2 || !a || !b || a === b || a.way !== b.way) continue;
    const first = a.to === j ? a : reversed(a);
    const second = b.from === j ? b : reversed(b);
    if (first.to !== j || second.from !== j || first.from === second.to) continue;
    alive.delete(a);
    alive.delete(b);
    put({ from: first.from, to: second.to, line: [...first.line, ...second.line.slice(1)], way: a.way });
  }
  const stretches = [...alive].map((stretch) => ({ ...stretch, line: simplify(stretch.line, 1.2) }));
  return compact({ junctions: network.junctions, stretches });
}

const reversed = (s: Stretch): Stretch => ({ from: s.to, to: s.from, line: s.line.toReversed(), way: s.way });

export function degrees(count: number, stretches: readonly Stretch[]): number[] {
  const degree = Array.from({ length: count }, () => 0);
  for (const { from, to } of stretches) {
    degree[from]!++;
    degree[to]!++;
  }
  return degree;
}

function components(count: number, stretches: readonly Stretch[]): number[] {
  const parent = Array.from({ length: count }, (_, i) => i);
  const find = (i: number): number => {
    let root = i;
    while (parent[root] !== root) {
      parent[root] = parent[parent[root]!]!;
      root = parent[root]!;
    }
    return root;
  };
  for (const { from, to } of stretches) parent[find(from)] = find(to);
  return parent.map((_, i) => find(i));
}

function compact(network: Network): Network {
  const used = new Map<number, number>();
  const junctions: Point[] = [];
  const index = (old: number): number => {
    let fresh = used.get(old);
    if (fresh === undefined) {
      fresh = junctions.length;
      used.set(old, fresh);
      junctions.push(network.junctions[old]!);
    }
    return fresh;
  };
  const stretches = network.stretches.map((s) => ({ ...s, from: index(s.from), to: index(s.to) }));
  return { junctions, stretches };
}
