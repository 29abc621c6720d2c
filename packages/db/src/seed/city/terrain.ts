import { lakes, mainRoads, neighbourhoods, plan, railway, river } from "./plan.ts";
import type { Lake, Neighbourhood } from "./plan.ts";
import { contains, distance, distanceToLine, offsetLine, smooth } from "./plane.ts";
import type { Line, Point } from "./plane.ts";
import { smoothNoise } from "../random.ts";

/** Water, rail and the edge of the town: what streets have to respect. */
export interface Terrain {
  riverLine: Line;
  riverBanks: Line;
  lakeShores: readonly { lake: Lake; shore: Line }[];
  railLine: Line;
  /** Meters to the nearest water; 0 in it. */
  toWater(p: Point): number;
  toRail(p: Point): number;
  /** Positive within the town, falling to the outside; about 1 in the centre. */
  builtUp(p: Point): number;
  neighbourhoodAt(p: Point): Neighbourhood;
}

export function makeTerrain(seed: number): Terrain {
  const wobble = smoothNoise(seed ^ 0x51ed, 420);
  const wander = smoothNoise(seed ^ 0x7a11, 900);
  const riverLine = smooth(river, 40).map((p): Point => [p[0] + wobble(p[0], p[1]) * 34, p[1]]);
  const halfWidth = (i: number): number => 36 + 9 * wobble(riverLine[i]![1] * 1.7, 400);
  const riverBanks = [
    ...offsetLine(riverLine, (i) => halfWidth(i)),
    ...offsetLine(riverLine, (i) => -halfWidth(i)).toReversed(),
  ];
  const lakeShores = lakes.map((lake) => ({ lake, shore: shoreOf(lake, seed) }));
  const railLine = smooth(railway, 60);
  const roadLines = mainRoads
    .filter((road) => road.class !== "highway")
    .map((road) => smooth(road.points, 160, road.closed));

  return {
    riverLine,
    riverBanks,
    lakeShores,
    railLine,
    toWater: onGrid(10, (p) => {
      let nearest = Math.max(0, distanceToLine(p, riverLine) - 40);
      for (const { lake, shore } of lakeShores) {
        if (distance(p, lake.at) > Math.max(lake.radiusX, lake.radiusY) + 400) continue;
        nearest = Math.min(nearest, contains(shore, p) ? 0 : distanceToLine(p, shore));
      }
      return nearest;
    }),
    toRail: onGrid(8, (p) => distanceToLine(p, railLine)),
    builtUp: onGrid(24, (p) => {
      const ellipse = 1 - (p[0] / 2_480) ** 2 - (p[1] / 2_050) ** 2;
      // Ribbons of houses follow the roads out of town.
      const toRoad = Math.min(...roadLines.map((line) => distanceToLine(p, line)));
      const ribbon = 0.32 * Math.exp(-((toRoad / 170) ** 2));
      const centres = Math.max(...neighbourhoods.map((n) => 0.3 * Math.exp(-((distance(p, n.at) / 380) ** 2))));
      return ellipse + ribbon + centres + 0.3 * wander(p[0], p[1]);
    }),
    neighbourhoodAt(p) {
      const warped: Point = [p[0] + wobble(p[0], p[1]) * 110, p[1] + wobble(p[1] + 900, p[0]) * 110];
      let [best, nearest] = [neighbourhoods[0]!, Infinity];
      for (const n of neighbourhoods) {
        const away = distance(warped, n.at) / (n.kind === "old town" || n.kind === "market" ? 0.8 : 1);
        if (away < nearest) [best, nearest] = [n, away];
      }
      return best;
    },
  };
}

/** Asked hundreds of thousands of times; one answer for each cell is close enough for a town. */
function onGrid(cell: number, measure: (p: Point) => number): (p: Point) => number {
  const known = new Map<number, number>();
  return (p) => {
    const x = Math.round(p[0] / cell);
    const y = Math.round(p[1] / cell);
    const key = x * 65_536 + y;
    let value = known.get(key);
    if (value === undefined) known.set(key, (value = measure([x * cell, y * cell])));
    return value;
  };
}

function shoreOf(lake: Lake, seed: number): Point[] {
  const rough = lake.radiusX > 100 ? 0.2 : 0;
  const bumps = smoothNoise(seed ^ Math.round(lake.at[0]), 1);
  const corners: Point[] = [];
  for (let i = 0; i < 28; i++) {
    const angle = (i / 28) * 2 * Math.PI;
    const reach = 1 + rough * bumps(Math.cos(angle) * 1.3 + 9, Math.sin(angle) * 1.3 + 9);
    // A temple tank is square with soft corners; a lake is what the land made it.
    const square = rough === 0 ? 1 / Math.max(Math.abs(Math.cos(angle)), Math.abs(Math.sin(angle))) : 1;
    const x = Math.cos(angle) * lake.radiusX * reach * square;
    const y = Math.sin(angle) * lake.radiusY * reach * square;
    const [cos, sin] = [Math.cos(lake.turn), Math.sin(lake.turn)];
    corners.push([lake.at[0] + x * cos - y * sin, lake.at[1] + x * sin + y * cos]);
  }
  return smooth(corners, 18, true);
}

export function isOnSheet([x, y]: Point): boolean {
  return Math.abs(x) <= plan.halfWidth && Math.abs(y) <= plan.halfHeight;
}
