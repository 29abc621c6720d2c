import type { Random } from "../random.ts";
import { findBlocks } from "./blocks.ts";
import type { Block } from "./blocks.ts";
import { footprints } from "./buildings.ts";
import type { Network } from "./network.ts";
import { parks } from "./plan.ts";
import type { Neighbourhood } from "./plan.ts";
import { contains, distance, signedArea, simplify } from "./plane.ts";
import type { Point } from "./plane.ts";
import type { Terrain } from "./terrain.ts";

export interface UsedBlock {
  block: Block;
  kind: "residential" | "commercial" | "park";
  class: string;
  name?: string;
}

export function assignLand(network: Network, terrain: Terrain, random: Random): UsedBlock[] {
  const used: UsedBlock[] = [];
  const named = new Set<string>();
  const blocks = findBlocks(network, (way) => way.class === "arterial" || way.class === "collector");
  for (const block of blocks) {
    const hood = terrain.neighbourhoodAt(block.centre);
    const largest = hood.kind === "industrial" || hood.kind === "campus" ? 260_000 : 110_000;
    if (block.area > largest || terrain.builtUp(block.centre) < -0.12) continue;
    // The strips along the river and between the rails stay as they are.
    const { riverLine, railLine } = terrain;
    if (terrain.toWater(block.centre) < 20 || [...riverLine, ...railLine].some((p) => contains(block.ring, p)))
      continue;
    const park = parks.find((p) => distance(p.at, block.centre) < p.radius);
    if (park) {
      const first = !named.has(park.name);
      named.add(park.name);
      used.push({ block, kind: "park", class: "garden", ...(first && { name: park.name }) });
    } else if (block.area < 9_000 && random.chance(0.02)) {
      used.push({ block, kind: "park", class: "playground" });
    } else used.push({ block, ...purposeOf(hood, block, random) });
  }
  return used;
}

function purposeOf(hood: Neighbourhood, block: Block, random: Random): Pick<UsedBlock, "kind" | "class"> {
  switch (hood.kind) {
    case "industrial":
      return { kind: "commercial", class: "industrial" };
    case "campus":
      return random.chance(0.6)
        ? { kind: "residential", class: "campus" }
        : { kind: "residential", class: "residential" };
    case "market":
      return random.chance(0.35 + block.frontage)
        ? { kind: "commercial", class: "retail" }
        : { kind: "residential", class: "residential" };
    case "old town":
      return random.chance(0.2 + block.frontage)
        ? { kind: "commercial", class: "retail" }
        : { kind: "residential", class: "residential" };
    case "layout":
    case "garden":
    case "village":
      return random.chance(block.frontage * 0.75)
        ? { kind: "commercial", class: "retail" }
        : { kind: "residential", class: "residential" };
  }
}

/** Houses by block. Few stand in parks, and big sheds in the industrial suburb. */
export function build(used: readonly UsedBlock[], terrain: Terrain, random: Random): Point[][][] {
  const result: Point[][][] = [];
  for (const { block, kind, class: className } of used) {
    if (kind === "park") continue;
    const inner = inset(simplify([...block.ring, block.ring[0]!], 2.5).slice(0, -1), 8);
    if (!inner) continue;
    const dense = terrain.neighbourhoodAt(block.centre).kind === "old town";
    const lot = lotSize(kind, className, dense);
    const houses = footprints(inner, { lot, setback: dense ? 1 : 3, random, keep: dense ? 0.95 : 0.8 }).filter(
      (house) => terrain.toWater(house[0]!) > 18 && terrain.toRail(house[0]!) > 20,
    );
    if (houses.length > 0) result.push(houses);
  }
  return result;
}

/** Square meters to a house: fewer and larger ones than in life, so that the map stays light on the wire. */
function lotSize(kind: UsedBlock["kind"], className: string, dense: boolean): number {
  if (className === "industrial") return 3_200;
  if (className === "campus") return 2_400;
  if (dense) return 560;
  return kind === "commercial" ? 1_250 : 1_500;
}

/** Moves every edge inwards; undefined where the block is too narrow for it. */
function inset(ring: Point[], meters: number): Point[] | undefined {
  if (ring.length < 3) return undefined;
  const result = ring.map((p, i): Point => {
    const before = ring[(i - 1 + ring.length) % ring.length]!;
    const after = ring[(i + 1) % ring.length]!;
    const [l1, l2] = [distance(before, p) || 1, distance(p, after) || 1];
    const n1: Point = [-(p[1] - before[1]) / l1, (p[0] - before[0]) / l1];
    const n2: Point = [-(after[1] - p[1]) / l2, (after[0] - p[0]) / l2];
    const bisector: Point = [n1[0] + n2[0], n1[1] + n2[1]];
    const scale = meters / Math.max(0.5, 1 + n1[0] * n2[0] + n1[1] * n2[1]);
    return [p[0] + bisector[0] * scale, p[1] + bisector[1] * scale];
  });
  const area = signedArea(result);
  return area > 200 && area < signedArea(ring) * 0.95 ? result : undefined;
}
