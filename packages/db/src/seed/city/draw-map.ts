import type { LngLat } from "@tiffin/domain/geo/location";
import type { GeoJsonFeatureCollection, MapFeature, MapProperties } from "@tiffin/domain/geo/streets";
import type { UsedBlock } from "./land-use.ts";
import type { NamedStretch } from "./network.ts";
import { landmarks, neighbourhoods, station } from "./plan.ts";
import { simplify } from "./plane.ts";
import type { Line, Point } from "./plane.ts";
import { toLngLat } from "./projection.ts";
import type { Terrain } from "./terrain.ts";

/** The town as GeoJSON for the map's style, bottom to top. Five decimals (1 m) keep it small on the wire. */
export function drawMap(town: {
  terrain: Terrain;
  stretches: readonly NamedStretch[];
  land: readonly UsedBlock[];
  houses: readonly Point[][][];
}): GeoJsonFeatureCollection {
  const { terrain, stretches, land, houses } = town;
  const features: MapFeature[] = [];
  const add = (properties: MapProperties, geometry: MapFeature["geometry"]): void => {
    features.push({ type: "Feature", properties, geometry });
  };

  for (const kind of ["residential", "commercial", "park"] as const) {
    const classes = new Set(land.filter((used) => used.kind === kind).map((used) => used.class));
    for (const className of classes) {
      const coordinates = land
        .filter((used) => used.kind === kind && used.class === className)
        .map((used) => [ring(used.block.ring)]);
      add({ kind, class: className }, { type: "MultiPolygon", coordinates });
    }
  }
  add({ kind: "water", class: "river", name: "Nandini" }, { type: "Polygon", coordinates: [ring(terrain.riverBanks)] });
  for (const { lake, shore } of terrain.lakeShores) {
    add({ kind: "water", class: "lake", name: lake.name }, { type: "Polygon", coordinates: [ring(shore)] });
  }
  for (const block of houses) {
    add({ kind: "building" }, { type: "MultiPolygon", coordinates: block.map((house) => [ring(house)]) });
  }
  add({ kind: "rail", class: "rail" }, { type: "LineString", coordinates: points(simplify(terrain.railLine, 1)) });
  for (const street of streets(stretches)) add(street.properties, street.geometry);

  const place = (name: string, className: string, at: Point): void => {
    add({ kind: "place", class: className, name }, { type: "Point", coordinates: point(at) });
  };
  for (const hood of neighbourhoods) place(hood.name, "neighbourhood", hood.at);
  for (const { name, class: className, at } of landmarks) place(name, className, at);
  place(station.name, "station", station.at);
  for (const { block, name } of land) if (name) place(name, "park", block.centre);
  for (const { lake } of terrain.lakeShores) place(lake.name, "water", lake.at);
  return { type: "FeatureCollection", features };
}

/** One feature for each street of a name and class: its stretches are chained into the longest lines they make. */
function streets(stretches: readonly NamedStretch[]): MapFeature[] {
  const groups = new Map<string, NamedStretch[]>();
  for (const stretch of stretches) {
    const key = [stretch.way.class, stretch.name, stretch.bridge, stretch.oneway].join("|");
    const group = groups.get(key);
    if (group) group.push(stretch);
    else groups.set(key, [stretch]);
  }
  const order = ["path", "lane", "residential", "collector", "arterial", "highway"];
  return [...groups.values()]
    .sort((a, b) => order.indexOf(a[0]!.way.class) - order.indexOf(b[0]!.way.class))
    .map((group): MapFeature => {
      const { way, name, bridge, oneway } = group[0]!;
      const properties: MapProperties = {
        kind: "street",
        class: way.class,
        name,
        ...(bridge && { bridge: true }),
        ...(oneway && { oneway: true }),
      };
      const lines = chain(group).map((line) => points(simplify(line, 0.8)));
      return {
        type: "Feature",
        properties,
        geometry:
          lines.length === 1
            ? { type: "LineString", coordinates: lines[0]! }
            : { type: "MultiLineString", coordinates: lines },
      };
    });
}

function chain(stretches: readonly NamedStretch[]): Line[] {
  const rest = new Set(stretches);
  const lines: Line[] = [];
  for (const start of stretches) {
    if (!rest.delete(start)) continue;
    let { line, from, to } = { line: [...start.line], from: start.from, to: start.to };
    for (let grown = true; grown;) {
      grown = false;
      for (const other of rest) {
        if (other.from === to) [line, to] = [[...line, ...other.line.slice(1)], other.to];
        else if (other.to === from) [line, from] = [[...other.line.slice(0, -1), ...line], other.from];
        else if (!other.oneway && other.to === to) {
          [line, to] = [[...line, ...other.line.toReversed().slice(1)], other.from];
        } else if (!other.oneway && other.from === from) {
          [line, from] = [[...other.line.toReversed().slice(0, -1), ...line], other.to];
        } else continue;
        rest.delete(other);
        grown = true;
      }
    }
    lines.push(line);
  }
  return lines;
}

function point(p: Point): LngLat {
  const [lng, lat] = toLngLat(p);
  return [Math.round(lng * 1e5) / 1e5, Math.round(lat * 1e5) / 1e5];
}

const points = (line: Line): LngLat[] => line.map(point);

function ring(corners: Line): LngLat[] {
  const closed = points(corners);
  const [first, last] = [closed[0]!, closed.at(-1)!];
  if (first[0] !== last[0] || first[1] !== last[1]) closed.push(first);
  return closed;
}
