import type { Network, Stretch } from "./network.ts";
import { oneWayStreets } from "./plan.ts";

/**
 * Stretches that may be driven only in the direction of their line. A street stays two-way when making it one-way
 * would leave a junction that can't be reached or left any more.
 */
export function layOneWays(network: Network, names: ReadonlyMap<Stretch, string>): Set<Stretch> {
  const oneWays = new Set<Stretch>();
  for (const street of oneWayStreets) {
    const parts = network.stretches.filter((s) => names.get(s) === street && s.way.class !== "highway");
    // Only where the town is dense; outside, such a street is two-way again.
    const central = parts.filter((s) => Math.hypot(s.line[0]![0] + 100, s.line[0]![1]) < 780);
    for (const part of central) oneWays.add(part);
    if (!isStronglyConnected(network, oneWays)) for (const part of central) oneWays.delete(part);
  }
  return oneWays;
}

export function isStronglyConnected(network: Network, oneWays: ReadonlySet<Stretch>): boolean {
  const reach = (forward: boolean): number => {
    const next: number[][] = network.junctions.map(() => []);
    for (const stretch of network.stretches) {
      const [a, b] = forward ? [stretch.from, stretch.to] : [stretch.to, stretch.from];
      next[a]!.push(b);
      if (!oneWays.has(stretch)) next[b]!.push(a);
    }
    const seen = new Set([0]);
    const queue = [0];
    for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
      for (const to of next[at]!) {
        if (seen.has(to)) continue;
        seen.add(to);
        queue.push(to);
      }
    }
    return seen.size;
  };
  const count = network.junctions.length;
  return reach(true) === count && reach(false) === count;
}
