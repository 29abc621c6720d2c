import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { StreetNetwork } from "../street-network.ts";
import { largestStrongPart } from "./assemble-graph.ts";
import { prepareStreets } from "./import-streets.ts";
import { readGraphml } from "./read-graphml.ts";
import { readOsmPbf } from "./read-osm-pbf.ts";
import { readStreetGeoJson } from "./read-street-geojson.ts";
import { classOf, nameOf, onewayOf, speedOf } from "./road-tags.ts";
import { smallPbf } from "./testing/small-pbf.ts";

describe("tags", () => {
  it("become our classes, directions, speeds and names", () => {
    expect(classOf({ highway: "trunk_link" })).toBe("highway");
    expect(classOf({ highway: "['residential', 'tertiary']" })).toBe("residential");
    expect(classOf({ highway: "footway" })).toBeUndefined();
    expect(classOf({ highway: "service", access: "private" })).toBeUndefined();
    expect(onewayOf({ highway: "primary", oneway: "-1" })).toBe(-1);
    expect(onewayOf({ highway: "primary", junction: "roundabout" })).toBe(1);
    expect(onewayOf({ highway: "primary" })).toBe(0);
    expect(speedOf("arterial", { maxspeed: "20 mph" })).toBeCloseTo(25.7, 1);
    expect(speedOf("arterial", { maxspeed: "80" })).toBe(36);
    expect(nameOf({ name: "['Hosur Road', 'NH 44']" })).toBe("Hosur Road");
    expect(nameOf({})).toBeNull();
  });
});

describe("GraphML", () => {
  const xml = (edges: string): string => `<?xml version="1.0"?><graphml><key id="x" for="node" attr.name="x"/>
    <key id="y" for="node" attr.name="y"/><key id="h" for="edge" attr.name="highway"/><key id="n" for="edge" attr.name="name"/>
    <key id="g" for="edge" attr.name="geometry"/><graph edgedefault="directed">
    <node id="1"><data key="x">77</data><data key="y">13</data></node><node id="2"><data key="x">77.01</data><data key="y">13</data></node>
    ${edges}</graph></graphml>`;

  it("keeps directions, bends and names", () => {
    const { graph, map, report } = prepareStreets(
      readGraphml(
        xml(`<edge source="1" target="2"><data key="h">primary</data><data key="n">A &amp; B Road</data>
          <data key="g">LINESTRING (77 13, 77.005 13.002, 77.01 13)</data></edge>
          <edge source="2" target="1"><data key="h">primary</data></edge>
          <edge source="1" target="9"><data key="h">primary</data></edge>`),
      ),
    );
    expect(graph.edges).toMatchObject([
      { from: 0, to: 1, class: "arterial", name: "A & B Road", via: [[77.005, 13.002]] },
      { from: 1, to: 0, class: "arterial", name: null, via: [] },
    ]);
    expect(report).toMatchObject({ junctions: 2, skipped: { "edges to nodes that are not there": 1 } });
    expect(map.features[0]).toMatchObject({ properties: { kind: "street", class: "arterial" } });
  });

  it("is refused where it is broken, or empty", () => {
    expect(() => readGraphml("<graphml><node>")).toThrow(/broken/);
    expect(() => readGraphml("<graphml></graphml>")).toThrow(/coordinates/);
    expect(() => prepareStreets(readGraphml(xml("")))).toThrow(/no streets/);
  });
});

it("GeoJSON lines meet where they share a point, and parks and water are drawn", () => {
  const feature = (properties: object, type: string, coordinates: unknown) => ({
    type: "Feature",
    properties,
    geometry: { type, coordinates },
  });
  const source = readStreetGeoJson(
    JSON.stringify({
      type: "FeatureCollection",
      features: [
        feature({ highway: "tertiary", name: "East Road" }, "LineString", [
          [77, 13],
          [77.005, 13],
          [77.01, 13],
        ]),
        feature({ highway: "residential", name: "Cross" }, "LineString", [
          [77.005, 12.99],
          [77.005, 13],
        ]),
        feature({ highway: "footway" }, "LineString", [
          [77, 13],
          [77, 13.01],
        ]),
        feature({ leisure: "park", name: "Green" }, "Polygon", [
          [
            [77, 13],
            [77.001, 13],
            [77.001, 13.001],
            [77, 13],
          ],
        ]),
        feature({ place: "suburb", name: "Eastside" }, "Point", [77.004, 13.002]),
        feature({ shop: "bakery" }, "Point", [77.004, 13.002]),
      ],
    }),
  );
  const { graph, map, report } = prepareStreets(source);
  expect(graph.nodes).toHaveLength(4);
  expect(graph.edges).toHaveLength(6);
  expect(report.skipped).toEqual({ "features of other kinds": 1 });
  expect(map.features.map(({ properties }) => properties["kind"])).toEqual(["park", "street", "street", "place"]);
  // East Road is drawn as one line, though it is cut in two.
  const east = map.features.find(({ properties }) => properties["name"] === "East Road");
  expect(east?.geometry.coordinates).toHaveLength(1);
  const route = new StreetNetwork(graph).route({ lat: 12.99, lng: 77.005 }, { lat: 13, lng: 77.01 });
  expect(route?.distanceMeters).toBeGreaterThan(1_600);
});

describe("an OpenStreetMap extract", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "tiffin-pbf-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  it("is read from its own format, as far as it lies within reach", async () => {
    const file = path.join(folder, "small.osm.pbf");
    writeFileSync(
      file,
      smallPbf(
        [
          { id: 1, lat: 13, lng: 77 },
          { id: 2, lat: 13, lng: 77.005 },
          { id: 3, lat: 13, lng: 77.01 },
          { id: 4, lat: 20, lng: 80 },
          { id: 5, lat: 20, lng: 80.01 },
        ],
        [
          { id: 10, refs: [1, 2, 3], tags: { highway: "residential", name: "1st Main" } },
          { id: 11, refs: [4, 5], tags: { highway: "residential", name: "Elsewhere" } },
          { id: 12, refs: [1, 3], tags: { highway: "footway" } },
        ],
      ),
    );
    const source = await readOsmPbf(file, { south: 12, north: 14, west: 76, east: 78 });
    const { graph, report } = prepareStreets(source);
    expect(report).toMatchObject({ junctions: 2, streets: 1, roadsRead: 1 });
    expect(graph.edges.map(({ name, lengthMeters }) => [name, Math.round(lengthMeters)])).toEqual([
      ["1st Main", 1_084],
      ["1st Main", 1_084],
    ]);
  });
});

it("leaves out what can be entered and not left", () => {
  const edge = { lengthMeters: 10, speedKmh: 20, class: "lane", name: null, via: [] } as const;
  const graph = largestStrongPart({
    nodes: [
      [0, 0],
      [1, 0],
      [2, 0],
    ],
    edges: [
      { from: 0, to: 1, ...edge },
      { from: 1, to: 0, ...edge },
      { from: 1, to: 2, ...edge },
    ],
  });
  expect(graph.nodes).toHaveLength(2);
  expect(graph.edges.map(({ from, to }) => [from, to])).toEqual([
    [0, 1],
    [1, 0],
  ]);
});

const bengaluru = fileURLToPath(
  new URL("../../../../../../../shared/data/streets/central_bengaluru.graphml", import.meta.url),
);
it.skipIf(!existsSync(bengaluru))("takes the middle of Bengaluru (skipped where ../shared/data is absent)", () => {
  const { graph, report } = prepareStreets(readGraphml(readFileSync(bengaluru, "utf8")));
  expect(report.junctions).toBeGreaterThan(2_500);
  expect(report.names).toBeGreaterThan(200);
  const route = new StreetNetwork(graph).route({ lat: 12.955, lng: 77.585 }, { lat: 12.98, lng: 77.61 });
  expect(route?.distanceMeters).toBeGreaterThan(3_800);
  expect(route?.distanceMeters).toBeLessThan(7_000);
});
