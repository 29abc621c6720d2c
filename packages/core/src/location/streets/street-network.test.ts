import { distanceMeters } from "@tiffin/domain/geo/distance";
import { toLocation } from "@tiffin/domain/geo/location";
import type { LngLat } from "@tiffin/domain/geo/location";
import { polylineMeters } from "@tiffin/domain/geo/polyline";
import type { StreetEdge, StreetGraph } from "@tiffin/domain/geo/streets";
import { generateCity } from "@tiffin/db/seed/city/generate-city";
import { describe, expect, it } from "vitest";
import { routesOver } from "./city-routes.ts";
import { StreetNetwork } from "./street-network.ts";

// A square of about 1,090 m by 1,110 m: 0 south-west, 1 south-east, 2 north-east, 3 north-west.
const nodes: LngLat[] = [
  [77, 13],
  [77.01, 13],
  [77.01, 13.01],
  [77, 13.01],
];
function street(from: number, to: number, options: Partial<StreetEdge> & { oneway?: true } = {}): StreetEdge[] {
  const { oneway, ...rest } = options;
  const lengthMeters = distanceMeters(toLocation(nodes[from]!), toLocation(nodes[to]!));
  const edge: StreetEdge = {
    from,
    to,
    lengthMeters,
    speedKmh: 30,
    class: "residential",
    name: "Street",
    via: [],
    ...rest,
  };
  return oneway ? [edge] : [edge, { ...edge, from: to, to: from, via: edge.via.toReversed() }];
}
const square = (oneWaySouth: boolean): StreetGraph => ({
  nodes,
  edges: [...street(0, 1, oneWaySouth ? { oneway: true } : {}), ...street(1, 2), ...street(2, 3), ...street(3, 0)],
});

describe("routes over streets", () => {
  const network = new StreetNetwork(square(false));

  it("go along one street between two doors on it", () => {
    const route = network.route({ lat: 13.0001, lng: 77.002 }, { lat: 12.9999, lng: 77.008 })!;
    expect(route.distanceMeters).toBeGreaterThan(640);
    expect(route.distanceMeters).toBeLessThan(690);
    expect(route.polyline[0]).toEqual([77.002, 13.0001]);
    expect(route.polyline.at(-1)).toEqual([77.008, 12.9999]);
  });

  it("turn at the corner, the shorter way around", () => {
    const route = network.route({ lat: 13, lng: 77.008 }, { lat: 13.008, lng: 77.01 })!;
    expect(route.distanceMeters).toBeGreaterThan(1_080);
    expect(route.distanceMeters).toBeLessThan(1_120);
    expect(route.polyline).toContainEqual([77.01, 13]);
  });

  it("go around the block against a one-way street", () => {
    const oneWay = new StreetNetwork(square(true));
    const along = oneWay.route({ lat: 13, lng: 77.002 }, { lat: 13, lng: 77.008 })!;
    const against = oneWay.route({ lat: 13, lng: 77.008 }, { lat: 13, lng: 77.002 })!;
    expect(along.distanceMeters).toBeLessThan(700);
    expect(against.distanceMeters).toBeGreaterThan(3_500);
  });

  it("do not exist far from any street", () => {
    expect(network.route({ lat: 13.3, lng: 77 }, { lat: 13, lng: 77 })).toBeUndefined();
    expect(network.travelSeconds({ lat: 13.3, lng: 77 }, { lat: 13, lng: 77 })).toBeUndefined();
  });

  it("fall back to the crow's way and a detour", () => {
    const [from, to] = [
      { lat: 13.3, lng: 77 },
      { lat: 13.31, lng: 77 },
    ];
    for (const routes of [routesOver(network), routesOver(undefined)]) {
      expect(routes.route(from, to)).toMatchObject({
        distanceMeters: 1501,
        polyline: [
          [77, 13.3],
          [77, 13.31],
        ],
      });
      expect(routes.travelSeconds(from, to)).toBeCloseTo(270, 0);
    }
  });
});

describe("routes through the demo town", () => {
  const city = generateCity(7);
  const network = new StreetNetwork(city.graph);
  const at = (i: number) => toLocation(city.graph.nodes[(i * 97) % city.graph.nodes.length]!);

  it("agree with Dijkstra about the quickest way", () => {
    for (let i = 1; i <= 12; i++) {
      const from = (i * 97) % city.graph.nodes.length;
      const seconds = dijkstra(city.graph, from);
      for (let j = 20; j < 30; j++) {
        const to = (j * 97) % city.graph.nodes.length;
        const found = network.travelSeconds(at(i), at(j))!;
        // The ends snap to a street beside the junction, so a stretch may be missing at either end.
        expect(Math.abs(found - seconds[to]!)).toBeLessThan(75);
      }
    }
  });

  it("are the same when they are asked for again, from elsewhere along the way too", () => {
    for (let i = 1; i < 10; i++) {
      const [from, to] = [at(i), at(i * 7 + 3)];
      const route = network.route(from, to)!;
      expect(network.route(from, to)).toEqual(route);
      const later = toLocation(route.polyline[Math.floor(route.polyline.length / 2)]!);
      expect(network.route(later, to)).toEqual(new StreetNetwork(city.graph).route(later, to));
    }
  });

  it("are continuous, as long as they say, and longer than the crow's way", () => {
    for (let i = 1; i < 40; i++) {
      const [from, to] = [at(i), at(i * 7 + 3)];
      const route = network.route(from, to)!;
      const meters = polylineMeters(route.polyline);
      expect(Math.abs(meters - route.distanceMeters)).toBeLessThan(4);
      expect(meters).toBeGreaterThanOrEqual(distanceMeters(from, to) - 1);
      expect(meters).toBeLessThan(distanceMeters(from, to) * 2.5 + 800);
      for (let k = 1; k < route.polyline.length; k++) {
        expect(distanceMeters(toLocation(route.polyline[k - 1]!), toLocation(route.polyline[k]!))).toBeLessThan(900);
      }
    }
  });
});

function dijkstra(graph: StreetGraph, from: number): number[] {
  const best = graph.nodes.map(() => Infinity);
  best[from] = 0;
  const open = new Set([from]);
  while (open.size > 0) {
    let next = -1;
    for (const node of open) if (next < 0 || best[node]! < best[next]!) next = node;
    open.delete(next);
    for (const edge of graph.edges) {
      if (edge.from !== next) continue;
      const seconds = best[next]! + edge.lengthMeters / (edge.speedKmh / 3.6) + 3;
      if (seconds >= best[edge.to]!) continue;
      best[edge.to] = seconds;
      open.add(edge.to);
    }
  }
  return best;
}
