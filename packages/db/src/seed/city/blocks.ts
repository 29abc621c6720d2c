import type { Network } from "./network.ts";
import { centroid, distance, lengthOf, signedArea } from "./plane.ts";
import type { Line, Point } from "./plane.ts";
import type { Way } from "./streamlines.ts";

/** Land enclosed by streets. */
export interface Block {
  ring: Line;
  area: number;
  centre: Point;
  /** Share of its edge that lies on streets with shops. */
  frontage: number;
}

/**
 * The faces of the planar graph: from each directed stretch, turn as sharply right as the junction allows until the
 * walk closes. Blind ends are left out before, or blocks would have spikes.
 */
export function findBlocks(network: Network, isShopping: (way: Way) => boolean): Block[] {
  interface Half {
    from: number;
    to: number;
    line: Line;
    twin: number;
    angle: number;
    next: number;
    seen: boolean;
    shopping: boolean;
  }
  const stretches = withoutBlindEnds(network);
  const halves: Half[] = [];
  for (const { from, to, line, way } of stretches) {
    const back = line.toReversed();
    const shopping = isShopping(way);
    const index = halves.length;
    halves.push({ from, to, line, twin: index + 1, angle: heading(line), next: -1, seen: false, shopping });
    halves.push({ from: to, to: from, line: back, twin: index, angle: heading(back), next: -1, seen: false, shopping });
  }
  const around = new Map<number, number[]>();
  halves.forEach((half, i) => {
    const list = around.get(half.from);
    if (list) list.push(i);
    else around.set(half.from, [i]);
  });
  for (const list of around.values()) {
    list.sort((a, b) => halves[a]!.angle - halves[b]!.angle);
    // Arriving by the twin of list[k], the block on the left goes on along the next one clockwise.
    list.forEach((half, k) => {
      halves[halves[half]!.twin]!.next = list[(k - 1 + list.length) % list.length]!;
    });
  }
  const blocks: Block[] = [];
  for (const start of halves) {
    if (start.seen) continue;
    const ring: Point[] = [];
    let [edge, shops] = [0, 0];
    let half = start;
    while (!half.seen) {
      half.seen = true;
      ring.push(...half.line.slice(0, -1));
      const length = lengthOf(half.line);
      edge += length;
      if (half.shopping) shops += length;
      half = halves[half.next]!;
    }
    const area = signedArea(ring);
    // The outside of everything runs clockwise.
    if (area > 250) blocks.push({ ring, area, centre: centroid(ring), frontage: shops / edge });
  }
  return blocks;
}

function withoutBlindEnds(network: Network): Network["stretches"] {
  let stretches = network.stretches.filter(({ from, to }) => from !== to);
  for (;;) {
    const degree = new Map<number, number>();
    for (const { from, to } of stretches) {
      degree.set(from, (degree.get(from) ?? 0) + 1);
      degree.set(to, (degree.get(to) ?? 0) + 1);
    }
    const kept = stretches.filter(({ from, to }) => degree.get(from)! > 1 && degree.get(to)! > 1);
    if (kept.length === stretches.length) return kept;
    stretches = kept;
  }
}

function heading(line: Line): number {
  const a = line[0]!;
  const b = line.find((p) => distance(p, a) > 0.5) ?? line.at(-1)!;
  return Math.atan2(b[1] - a[1], b[0] - a[0]);
}
