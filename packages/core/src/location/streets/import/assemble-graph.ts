import { polylineMeters } from "@tiffin/domain/geo/polyline";
import type { LngLat, StreetEdge, StreetGraph } from "@tiffin/domain/geo/streets";
import { classOf, nameOf, onewayOf, speedOf } from "./road-tags.ts";
import type { RawRoad } from "./street-source.ts";

/**
 * Roads as a routing graph: cut where they meet, and only the part in which every junction can be reached from every
 * other, so that no route ever ends in front of a one-way street at the extract's edge.
 */
export function assembleGraph(roads: readonly RawRoad[]): StreetGraph {
  const usable = roads.filter(({ tags }) => classOf(tags) !== undefined);
  const uses = new Map<string, number>();
  for (const { points } of usable) {
    points.forEach(({ key }, i) => {
      // Both ends are junctions, whatever else passes there.
      const weight = i === 0 || i === points.length - 1 ? 2 : 1;
      uses.set(key, (uses.get(key) ?? 0) + weight);
    });
  }
  const nodes: LngLat[] = [];
  const nodeOf = new Map<string, number>();
  const indexOf = (key: string, at: LngLat): number => {
    let index = nodeOf.get(key);
    if (index === undefined) {
      index = nodes.length;
      nodes.push(rounded(at));
      nodeOf.set(key, index);
    }
    return index;
  };
  const edges: StreetEdge[] = [];
  for (const { points, tags } of usable) {
    const streetClass = classOf(tags)!;
    const oneway = onewayOf(tags);
    let start = points[0]!;
    let line: LngLat[] = [start.at];
    for (const point of points.slice(1)) {
      line.push(point.at);
      if (uses.get(point.key)! < 2) continue;
      const lengthMeters = Math.round(polylineMeters(line) * 10) / 10;
      const from = indexOf(start.key, start.at);
      const to = indexOf(point.key, point.at);
      const via = line.slice(1, -1).map(rounded);
      const edge = { lengthMeters, speedKmh: speedOf(streetClass, tags), class: streetClass, name: nameOf(tags) };
      if (lengthMeters > 0) {
        if (oneway >= 0) edges.push({ from, to, ...edge, via });
        if (oneway <= 0) edges.push({ from: to, to: from, ...edge, via: via.toReversed() });
      }
      [start, line] = [point, [point.at]];
    }
  }
  return largestStrongPart({ nodes, edges });
}

function rounded([lng, lat]: LngLat): LngLat {
  return [Math.round(lng * 1e6) / 1e6, Math.round(lat * 1e6) / 1e6];
}

/** Kosaraju's two passes, without recursion: a city has more junctions than a stack has frames. */
export function largestStrongPart({ nodes, edges }: StreetGraph): StreetGraph {
  const out: number[][] = nodes.map(() => []);
  const into: number[][] = nodes.map(() => []);
  for (const { from, to } of edges) {
    out[from]!.push(to);
    into[to]!.push(from);
  }
  const order: number[] = [];
  const seen = new Uint8Array(nodes.length);
  for (let root = 0; root < nodes.length; root++) {
    if (seen[root]) continue;
    seen[root] = 1;
    const stack: [node: number, next: number][] = [[root, 0]];
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const to = out[top[0]]![top[1]++];
      if (to === undefined) {
        order.push(top[0]);
        stack.pop();
      } else if (!seen[to]) {
        seen[to] = 1;
        stack.push([to, 0]);
      }
    }
  }
  const part = new Int32Array(nodes.length).fill(-1);
  const sizes: number[] = [];
  for (const root of order.toReversed()) {
    if (part[root] !== -1) continue;
    const id = sizes.length;
    let size = 0;
    const stack = [root];
    part[root] = id;
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      size++;
      for (const from of into[node]!) {
        if (part[from] !== -1) continue;
        part[from] = id;
        stack.push(from);
      }
    }
    sizes.push(size);
  }
  const largest = sizes.indexOf(Math.max(...sizes));
  const kept = new Map<number, number>();
  const keptNodes: LngLat[] = [];
  nodes.forEach((node, i) => {
    if (part[i] !== largest) return;
    kept.set(i, keptNodes.length);
    keptNodes.push(node);
  });
  return {
    nodes: keptNodes,
    edges: edges.flatMap((edge) => {
      const [from, to] = [kept.get(edge.from), kept.get(edge.to)];
      return from === undefined || to === undefined ? [] : [{ ...edge, from, to }];
    }),
  };
}
