import { gzipSync } from "node:zlib";
import { distanceMeters } from "@tiffin/domain/geo/distance";
import { toLocation } from "@tiffin/domain/geo/location";
import { MAP_KINDS } from "@tiffin/domain/geo/streets";
import type { StreetGraph } from "@tiffin/domain/geo/streets";
import { describe, expect, it } from "vitest";
import { generateCity } from "./generate-city.ts";

const city = generateCity(7);
const { nodes, edges } = city.graph;

/** How many junctions can be driven to from the first one; backwards: from how many it can be reached. */
function reachable(edges: StreetGraph["edges"], forward: boolean): number {
  const next = new Map<number, number[]>();
  for (const edge of edges) {
    const [a, b] = forward ? [edge.from, edge.to] : [edge.to, edge.from];
    const list = next.get(a);
    if (list) list.push(b);
    else next.set(a, [b]);
  }
  const seen = new Set([0]);
  const queue = [0];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    for (const to of next.get(at) ?? []) {
      if (!seen.has(to)) queue.push(to);
      seen.add(to);
    }
  }
  return seen.size;
}

describe("the generated town", () => {
  it("is the same town every time, and another one from another seed", () => {
    expect(JSON.stringify(generateCity(7))).toBe(JSON.stringify(city));
    expect(JSON.stringify(generateCity(8).graph)).not.toBe(JSON.stringify(city.graph));
  });

  it.each([1, 7, 42])("from seed %i, can be driven from any junction to any other", (seed) => {
    const { graph } = generateCity(seed);
    expect(graph.nodes.length).toBeGreaterThan(1_000);
    expect(reachable(graph.edges, true)).toBe(graph.nodes.length);
    expect(reachable(graph.edges, false)).toBe(graph.nodes.length);
  });

  it("has bridges over its river and one-way streets in its centre", () => {
    const bridges = new Set(city.stretches.filter((s) => s.bridge).map((s) => s.name));
    expect(bridges.size).toBeGreaterThanOrEqual(4);
    expect(city.stretches.some((s) => s.oneway)).toBe(true);
  });

  it("knows the length and the name of every street", () => {
    for (const edge of edges) {
      const line = [nodes[edge.from]!, ...edge.via, nodes[edge.to]!];
      let meters = 0;
      for (let i = 1; i < line.length; i++) meters += distanceMeters(toLocation(line[i - 1]!), toLocation(line[i]!));
      expect(Math.abs(meters - edge.lengthMeters)).toBeLessThan(3 + meters * 0.01);
      expect(edge.name).toBeTruthy();
      expect(edge.speedKmh).toBeGreaterThan(5);
    }
    expect(new Set(edges.map((edge) => edge.name)).size).toBeGreaterThan(200);
    expect(new Set(edges.map((edge) => edge.class)).size).toBeGreaterThanOrEqual(5);
  });

  it("lies around its centre and keeps its map light", () => {
    for (const node of nodes) expect(distanceMeters(city.centre, toLocation(node))).toBeLessThan(4_500);
    const kinds = new Set(city.map.features.map((feature) => feature.properties.kind));
    expect(kinds).toEqual(new Set(MAP_KINDS));
    expect(gzipSync(JSON.stringify(city.map)).length).toBeLessThan(300_000);
  });
});
