import type { Random } from "../random.ts";
import type { Neighbourhood } from "./plan.ts";
import { lengthOf, lerp } from "./plane.ts";
import type { Point } from "./plane.ts";
import type { Network, Stretch } from "./network.ts";
import type { Way } from "./streamlines.ts";

const collectorNames = [
  "Silk Merchants' Road",
  "Kuvempu Road",
  "Sir M. Visvesvaraya Road",
  "Nehru Road",
  "Ambedkar Road",
  "Subhash Road",
  "Kittur Chennamma Road",
  "Sampige Road",
  "Margosa Road",
  "Basavanna Road",
  "Akka Mahadevi Road",
  "Tilak Road",
  "Sardar Patel Road",
  "Hospital Road",
  "Market Road",
  "Millers Road",
  "Tank Bund Road",
  "Lake Road",
  "Double Road",
  "Sanjay Gandhi Road",
  "Jayachamaraja Road",
  "Polytechnic Road",
  "Goods Shed Road",
  "Dr Rajkumar Road",
  "Onake Obavva Road",
  "Purandaradasa Road",
  "Da Ra Bendre Road",
  "Shivarama Karanth Road",
  "Krishnadevaraya Road",
  "Tipu Sultan Road",
  "Nrupatunga Road",
  "Pampa Mahakavi Road",
  "Hardinge Road",
  "Cunningham Road",
];

const oldTownNames = [
  "Akkipet Lane",
  "Potters' Street",
  "Goldsmiths' Lane",
  "Flower Market Street",
  "Nagarthpet Street",
  "Brahmin Street",
  "Weavers' Lane",
  "Coppersmiths' Street",
  "Betel Leaf Lane",
  "Garadi Street",
  "Temple Tank Street",
  "East Mada Street",
  "West Mada Street",
  "North Mada Street",
  "South Mada Street",
  "Bangle Sellers' Lane",
  "Oilmongers' Street",
  "Jeweller's Row",
  "Old Fort Street",
  "Elephant Gate Street",
  "Sandal Lane",
  "Spice Bazaar Lane",
  "Drummers' Lane",
  "Cloth Bazaar Street",
  "Basket Weavers' Lane",
  "Anjaneya Temple Street",
  "Someshwara Street",
  "Jain Basadi Street",
  "Mosque Lane",
  "Mutt Street",
  "Tamarind Lane",
  "Well Street",
  "Salt Lane",
  "Kotwal Street",
  "Rope Walk",
  "Bell Metal Street",
  "Granary Street",
  "Horse Market Lane",
  "Sweetmeat Lane",
  "Banyan Lane",
  "Ganesha Gudi Street",
  "Chariot Street",
  "Dyers' Lane",
  "Cotton Street",
  "Incense Lane",
  "Scribes' Lane",
  "Tiger Gate Lane",
  "Lamp Street",
  "Police Chowki Lane",
  "Panchayat Street",
];

/**
 * The name of each stretch, as such towns do it: the main roads have the names of people, the old town those of
 * trades and temples, and the layouts count their mains and crosses from one edge to the other.
 */
export function nameStretches(
  network: Network,
  neighbourhoodAt: (p: Point) => Neighbourhood,
  random: Random,
): Map<Stretch, string> {
  const names = new Map<Stretch, string>();
  const wayNames = new Map<Way, string>();
  const collectors = random.shuffle(collectorNames);
  const old = random.shuffle(oldTownNames);
  const lengths = new Map<Way, number>();
  for (const { way, line } of network.stretches) lengths.set(way, (lengths.get(way) ?? 0) + lengthOf(line));
  const longestFirst = [...lengths.keys()].sort((a, b) => lengths.get(b)! - lengths.get(a)!);
  for (const way of longestFirst) {
    if (way.name) wayNames.set(way, way.name);
    else if (way.class === "collector") wayNames.set(way, collectors.pop() ?? "Municipal Road");
  }

  const counted = new Map<Neighbourhood, Map<Way, { stretches: Stretch[]; order: number }>>();
  for (const stretch of network.stretches) {
    const known = wayNames.get(stretch.way);
    if (known) {
      names.set(stretch, known);
      continue;
    }
    const middle = middleOf(stretch);
    const hood = neighbourhoodAt(middle);
    const ways = counted.get(hood) ?? new Map<Way, { stretches: Stretch[]; order: number }>();
    counted.set(hood, ways);
    const angle = (hood.angle * Math.PI) / 180 + (stretch.way.family === "main" ? Math.PI / 2 : 0);
    const order = middle[0] * Math.cos(angle) + middle[1] * Math.sin(angle);
    const entry = ways.get(stretch.way);
    if (entry) entry.stretches.push(stretch);
    else ways.set(stretch.way, { stretches: [stretch], order });
  }
  // The old town chooses first, the markets take what is left.
  const oldestFirst = [...counted].sort(([a], [b]) => Number(b.kind === "old town") - Number(a.kind === "old town"));
  for (const [hood, ways] of oldestFirst) {
    const numbers = { main: 0, cross: 0 };
    for (const [way, { stretches }] of [...ways].sort((a, b) => a[1].order - b[1].order)) {
      const trade = hood.kind === "old town" || hood.kind === "market" ? old.pop() : undefined;
      const count = ++numbers[way.family];
      const name = trade ?? `${ordinal(count)} ${way.family === "main" ? "Main" : "Cross"}, ${hood.name}`;
      for (const stretch of stretches) names.set(stretch, name);
    }
  }
  return names;
}

export function middleOf(stretch: { line: readonly Point[] }): Point {
  const half = lengthOf(stretch.line) / 2;
  let walked = 0;
  for (let i = 1; i < stretch.line.length; i++) {
    const a = stretch.line[i - 1]!;
    const b = stretch.line[i]!;
    const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
    if (walked + length >= half) return lerp(a, b, length === 0 ? 0 : (half - walked) / length);
    walked += length;
  }
  return stretch.line[0]!;
}

export function ordinal(n: number): string {
  const teen = n % 100 > 10 && n % 100 < 14;
  const suffix = teen ? "th" : (["th", "st", "nd", "rd"][n % 10] ?? "th");
  return `${n}${suffix}`;
}
