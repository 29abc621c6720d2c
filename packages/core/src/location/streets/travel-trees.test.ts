import { distanceMeters } from "@tiffin/domain/geo/distance";
import { toLocation } from "@tiffin/domain/geo/location";
import type { Location, LngLat } from "@tiffin/domain/geo/location";
import type { StreetEdge, StreetGraph } from "@tiffin/domain/geo/streets";
import { generateCity } from "@tiffin/db/seed/city/generate-city";
import { describe, expect, test } from "vitest";
import { routesOver } from "./city-routes.ts";
import { StreetNetwork } from "./street-network.ts";

function edge(nodes: readonly LngLat[], from: number, to: number): StreetEdge {
  const lengthMeters = distanceMeters(toLocation(nodes[from]!), toLocation(nodes[to]!));
  return { from, to, lengthMeters, speedKmh: 30, class: "residential", name: null, via: [] };
}

/** A seeded number generator (mulberry32): the same places every time. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe("travel from many places to one", () => {
  const city = generateCity(7);
  const network = new StreetNetwork(city.graph);
  const routes = routesOver(network);
  const next = random(3);
  /** Near a junction, and now and then far from every street. */
  const somewhere = (): Location => {
    const [lng, lat] = city.graph.nodes[Math.floor(next() * city.graph.nodes.length)]!;
    const spread = next() < 0.05 ? 0.05 : 0.002;
    return { lat: lat + (next() - 0.5) * spread, lng: lng + (next() - 0.5) * spread };
  };

  test("is what the route of each pair says, over the demo town", () => {
    let unequal = 0;
    for (let i = 0; i < 12; i++) {
      const customer = somewhere();
      const kitchens = Array.from({ length: 40 }, somewhere);
      // Asked a second time it comes from the tree that is there already.
      expect(routes.outlook(customer, kitchens)).toEqual(routes.outlook(customer, kitchens));
      routes.outlook(customer, kitchens).forEach((travel, k) => {
        const { distanceMeters, durationSeconds } = routes.route(kitchens[k]!, customer);
        expect(Math.abs(travel.durationSeconds - durationSeconds)).toBeLessThanOrEqual(1);
        if (travel.distanceMeters !== distanceMeters) unequal += 1;
      });
    }
    // Of two ways that take equally long either may be told.
    expect(unequal).toBeLessThan(3);
  });

  test("does not depend on what was asked before", () => {
    const customer = somewhere();
    const [near, far] = [{ lat: customer.lat + 0.002, lng: customer.lng }, somewhere()];
    const fresh = routesOver(new StreetNetwork(city.graph));
    const alone = fresh.outlook(customer, [far]);
    routes.outlook(customer, [near]);
    expect(routes.outlook(customer, [far])).toEqual(alone);
  });

  test("goes the way the food goes: along a one-way street, not against it", () => {
    const nodes: LngLat[] = [
      [77, 13],
      [77.01, 13],
      [77.01, 13.01],
      [77, 13.01],
    ];
    const graph: StreetGraph = { nodes, edges: [0, 1, 2, 3].map((from) => edge(nodes, from, (from + 1) % 4)) };
    const loop = routesOver(new StreetNetwork(graph));
    const [kitchen, customer] = [
      { lat: 13, lng: 77.003 },
      { lat: 13, lng: 77.007 },
    ];
    const [there] = loop.outlook(customer, [kitchen]);
    const [back] = loop.outlook(kitchen, [customer]);
    expect(there?.distanceMeters).toBe(433);
    expect(back?.distanceMeters).toBeGreaterThan(3_000);
    expect(back?.distanceMeters).toBe(loop.route(customer, kitchen).distanceMeters);
  });

  test("off the streets, or where no street leads, is the crow's way with a detour, as the route is", () => {
    const nodes: LngLat[] = [
      [77, 13],
      [77.01, 13],
      [77.1, 13],
      [77.11, 13],
    ];
    const edges = [edge(nodes, 0, 1), edge(nodes, 1, 0), edge(nodes, 2, 3), edge(nodes, 3, 2)];
    const islands = routesOver(new StreetNetwork({ nodes, edges }));
    const customer = { lat: 13, lng: 77.005 };
    const places = [
      { lat: 13, lng: 77.105 },
      { lat: 13.3, lng: 77 },
      { lat: 13.0001, lng: 77.008 },
    ];
    const short = ({ lat, lng }: Location) => {
      const { distanceMeters, durationSeconds } = islands.route({ lat, lng }, customer);
      return { distanceMeters, durationSeconds };
    };
    expect(islands.outlook(customer, places)).toEqual(places.map(short));
    expect(routesOver(undefined).outlook(customer, places)).toHaveLength(3);
    expect(islands.outlook({ lat: 14, lng: 77 }, places)).toHaveLength(3);
  });
});
