import { DEFAULT_SPEED_KMH } from "@tiffin/domain/geo/streets";
import type { GeoJsonFeatureCollection, StreetEdge, StreetGraph } from "@tiffin/domain/geo/streets";
import { seededRandom } from "../random.ts";
import { drawMap } from "./draw-map.ts";
import { build, assignLand } from "./land-use.ts";
import { nameStretches } from "./naming.ts";
import { cutAtCrossings, joinThrough, mergeCloseJunctions, prune } from "./network.ts";
import type { NamedStretch, Network } from "./network.ts";
import { layOneWays } from "./one-ways.ts";
import { mainRoads, plan } from "./plan.ts";
import { toLngLat } from "./projection.ts";
import { distance, lengthOf, offsetLine, simplify, smooth } from "./plane.ts";
import type { Line, Point } from "./plane.ts";
import { StreetGrower } from "./streamlines.ts";
import { makeTerrain } from "./terrain.ts";
import type { Terrain } from "./terrain.ts";

export interface City {
  name: string;
  slug: string;
  centre: { lat: number; lng: number };
  graph: StreetGraph;
  map: GeoJsonFeatureCollection;
  /** On the town's plane; `toLngLat` of projection.ts carries it to the globe. */
  junctions: readonly Point[];
  stretches: readonly NamedStretch[];
  terrain: Terrain;
}

/** The whole town from one number. Pure: about a second of arithmetic, no I/O, the same result everywhere. */
export function generateCity(seed: number): City {
  const random = seededRandom(seed);
  const terrain = makeTerrain(seed);
  const network = layStreets(terrain, seed);
  const names = nameStretches(network, (p) => terrain.neighbourhoodAt(p), random.fork("street names"));
  const oneWays = layOneWays(network, names);
  const stretches = network.stretches.map((stretch): NamedStretch => {
    const bridge = stretch.line.some((p, i) => {
      const next = stretch.line[i + 1];
      return next !== undefined && crossesRiver(p, next, terrain.riverLine);
    });
    return { ...stretch, name: names.get(stretch)!, oneway: oneWays.has(stretch), bridge };
  });
  const land = assignLand(network, terrain, random.fork("land"));
  const houses = build(land, terrain, random.fork("houses"));
  return {
    name: plan.name,
    slug: plan.slug,
    centre: plan.centre,
    graph: toGraph(network.junctions, stretches),
    map: drawMap({ terrain, stretches, land, houses }),
    junctions: network.junctions,
    stretches,
    terrain,
  };
}

function layStreets(terrain: Terrain, seed: number): Network {
  const grower = new StreetGrower(terrain, seededRandom(seed).fork("streets"));
  for (const road of mainRoads) {
    const line = simplify(smooth(road.points, 25, road.closed), 1.5);
    grower.add({ class: road.class, name: road.name, line, family: "main" });
  }
  for (const bank of banks(terrain)) grower.add(bank);
  grower.grow({
    class: "collector",
    spacing: () => 310,
    minBuiltUp: 0.12,
    minLength: 420,
    attempts: 1_500,
  });
  grower.grow({
    class: (start) => (terrain.neighbourhoodAt(start).kind === "old town" ? "lane" : "residential"),
    spacing(p, family) {
      const { spacing, kind } = terrain.neighbourhoodAt(p);
      const thin = Math.max(0, 0.35 - terrain.builtUp(p)) * 110;
      // Layouts are laid out in long blocks: crosses lie close together, mains further apart.
      const long = kind === "old town" || kind === "market" ? 1.1 : 1.75;
      return (family === "main" ? spacing : spacing * long) + thin;
    },
    minBuiltUp: 0,
    minLength: 70,
    attempts: 26_000,
  });
  const cut = cutAtCrossings(grower.ways);
  const merged = mergeCloseJunctions(cut, 17);
  return joinThrough(prune(mergeCloseJunctions(prune(merged, 42), 17), 42));
}

/** Roads along both banks of the river and around the lakes, as far as the town reaches. */
function banks(terrain: Terrain): { class: "collector" | "residential"; line: Line; family: "main"; name: string }[] {
  const ways: ReturnType<typeof banks> = [];
  const keep = (line: Line, name: string, className: "collector" | "residential"): void => {
    let run: Point[] = [];
    const flush = (): void => {
      if (run.length > 4) ways.push({ class: className, line: simplify(run, 2), family: "main", name });
      run = [];
    };
    for (const p of line) {
      if (terrain.builtUp(p) > 0.1 && terrain.toRail(p) > 20 && terrain.toWater(p) > 14) run.push(p);
      else flush();
    }
    flush();
  };
  keep(
    offsetLine(terrain.riverLine, () => 74),
    "River East Bank Road",
    "residential",
  );
  keep(
    offsetLine(terrain.riverLine, () => -74),
    "River West Bank Road",
    "residential",
  );
  for (const { lake, shore } of terrain.lakeShores) {
    const side = lake.radiusX > 100 ? 30 : 18;
    const name = lake.radiusX > 100 ? `${lake.name} Bund Road` : `${lake.name} Street`;
    const loop = offsetLine(shore, () => -side);
    keep([...loop.slice(1, -1), loop[1]!], name, "residential");
  }
  keep(
    offsetLine(terrain.railLine, () => 34),
    "Goods Shed Road",
    "residential",
  );
  keep(
    offsetLine(terrain.railLine, () => -34),
    "Railway Parallel Road",
    "residential",
  );
  return ways;
}

function crossesRiver(a: Point, b: Point, riverLine: Line): boolean {
  const pieces = Math.max(1, Math.ceil(distance(a, b) / 15));
  for (let k = 0; k <= pieces; k++) {
    const p: Point = [a[0] + ((b[0] - a[0]) * k) / pieces, a[1] + ((b[1] - a[1]) * k) / pieces];
    if (riverLine.some((r) => distance(r, p) < 34)) return true;
  }
  return false;
}

function toGraph(junctions: readonly Point[], stretches: readonly NamedStretch[]): StreetGraph {
  return {
    nodes: junctions.map(toLngLat),
    edges: stretches.flatMap((stretch): StreetEdge[] => {
      const via = stretch.line.slice(1, -1).map(toLngLat);
      const edge: StreetEdge = {
        from: stretch.from,
        to: stretch.to,
        lengthMeters: Math.round(lengthOf(stretch.line) * 10) / 10,
        speedKmh: DEFAULT_SPEED_KMH[stretch.way.class],
        class: stretch.way.class,
        name: stretch.name,
        via,
      };
      return stretch.oneway ? [edge] : [edge, { ...edge, from: edge.to, to: edge.from, via: via.toReversed() }];
    }),
  };
}
