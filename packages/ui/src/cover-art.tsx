import type { ReactNode } from "react";
import * as cafe from "./cover-art/motifs-cafe.tsx";
import * as indian from "./cover-art/motifs-indian.tsx";
import * as world from "./cover-art/motifs-world.tsx";
import { type Motif, motifFor } from "./cover-art/motif-key.ts";
import { type Random, hashOf, randomFrom } from "./cover-art/seeded.ts";
import { Chilli, Katori, Leaflet, Lime } from "./cover-art/vessels.tsx";
import { cn } from "./lib/cn.ts";

const drawings: Record<Motif, (random: Random) => ReactNode> = {
  ...indian,
  noodles: world.noodles,
  pasta: world.pasta,
  momo: world.momo,
  pizza: world.pizza,
  burger: world.burger,
  fries: world.fries,
  roll: world.roll,
  salad: world.salad,
  cake: cafe.cake,
  "ice-cream": cafe.iceCream,
  drink: cafe.drink,
  fish: cafe.fish,
  fried: cafe.fried,
  sushi: cafe.sushi,
  sandwich: cafe.sandwich,
  egg: cafe.egg,
};

/** Table cloths: ground, print. Block-print colours: turmeric, madder, indigo, leaf, unbleached cotton. */
const cloths = [
  ["#eeb13a", "#e09c20"],
  ["#b4532f", "#a34625"],
  ["#2f6a4b", "#275b40"],
  ["#b7c56b", "#a6b557"],
  ["#2d4b6c", "#25405e"],
  ["#ecdcbc", "#dfcaa0"],
  ["#3e8681", "#347570"],
  ["#d98a5b", "#cb7847"],
  ["#a7cbd1", "#93bcc3"],
  ["#8f3b3f", "#7f3035"],
] as const;

/** Which cloths let a dish stand out. */
const quarrels: Partial<Record<Motif, readonly number[]>> = {
  biryani: [0],
  curry: [1, 7],
  dosa: [2, 3],
  idli: [2, 3],
  salad: [2, 3],
  thali: [0, 7],
  pizza: [0, 7],
  burger: [0, 7],
  roll: [7],
  sandwich: [7, 0],
  sushi: [7],
  noodles: [1, 9],
  fried: [1, 9],
  momo: [7, 0],
  kebab: [2],
  egg: [2],
};

/** No chutney and no chilli beside these. */
const sweet: ReadonlySet<Motif> = new Set(["sweets", "cake", "ice-cream", "drink"]);

const prints: readonly [(ink: string) => ReactNode, ...((ink: string) => ReactNode)[]] = [
  // a flower with a dot between
  (ink) => (
    <>
      <g fill={ink}>
        {[0, 60, 120, 180, 240, 300].map((turn) => (
          <ellipse key={turn} cx="14" cy="8.5" rx="2" ry="4" transform={`rotate(${turn} 14 14)`} />
        ))}
        <circle cx="0" cy="0" r="2.2" />
        <circle cx="28" cy="0" r="2.2" />
        <circle cx="0" cy="28" r="2.2" />
        <circle cx="28" cy="28" r="2.2" />
      </g>
    </>
  ),
  // sprigs
  (ink) => (
    <g fill={ink}>
      <path d="M7 2c4 3 4 8 0 11-4-3-4-8 0-11zM21 16c4 3 4 8 0 11-4-3-4-8 0-11z" />
    </g>
  ),
  // lattice
  (ink) => (
    <g fill="none" stroke={ink} strokeWidth="1.6">
      <path d="M14 0 28 14 14 28 0 14z" />
      <circle cx="14" cy="14" r="2" fill={ink} stroke="none" />
    </g>
  ),
  // woven checks
  (ink) => (
    <g fill={ink}>
      <path d="M0 0h14v28H0z" opacity="0.45" />
      <path d="M0 0h28v14H0z" opacity="0.45" />
    </g>
  ),
  // stripes
  (ink) => (
    <g stroke={ink} strokeWidth="2.4">
      <path d="M4 0v28M18 0v28" />
      <path d="M9 0v28" strokeWidth="0.9" />
    </g>
  ),
];

/**
 * A drawn table from above in place of a photograph: the dish by `artKey` (or what the names tell), cloth, print and
 * arrangement by the name. The same name draws the same table everywhere.
 */
export function CoverArt({
  artKey,
  name,
  cuisines = [],
  shape = "cover",
  className,
}: {
  artKey?: string | null | undefined;
  name: string;
  cuisines?: readonly string[];
  /** `cover` is wide with room around the dish; `dish` is a square filled by it. */
  shape?: "cover" | "dish";
  className?: string | undefined;
}) {
  const seed = hashOf(`${name}|${artKey ?? ""}`);
  const random = randomFrom(seed);
  const motif = motifFor([artKey, name, ...cuisines], seed);
  const banned = quarrels[motif] ?? [];
  const allowed = cloths.filter((_, index) => !banned.includes(index));
  const [ground, print] = allowed[Math.floor(random.next() * allowed.length)] ?? cloths[0];
  const draw = random.pick(prints);
  const turn = Math.round(random.between(-35, 35));
  // No two plates are put down the same way.
  const tilt = Math.round(random.between(-14, 14));
  const mirrored = random.next() < 0.4;
  const id = `tf${seed.toString(36)}${shape[0]}`;
  const square = shape === "dish";
  const cx = square ? 100 : 160 + Math.round(random.between(-26, 26));
  const cy = 100 + (square ? 0 : Math.round(random.between(-6, 10)));
  const scale = square ? 0.98 : 1.06;
  return (
    <svg
      viewBox={square ? "0 0 200 200" : "0 0 320 200"}
      preserveAspectRatio="xMidYMid slice"
      aria-hidden
      className={cn("size-full dark:brightness-[0.86]", className)}
    >
      <defs>
        <pattern
          id={id}
          width="28"
          height="28"
          patternUnits="userSpaceOnUse"
          patternTransform={`rotate(${turn}) scale(.9)`}
        >
          {draw(print)}
        </pattern>
      </defs>
      <rect width="320" height="200" fill={ground} />
      <rect width="320" height="200" fill={`url(#${id})`} />
      {square ? null : <Around seed={seed} left={cx > 160} sweet={sweet.has(motif)} />}
      <g transform={`translate(${cx} ${cy}) rotate(${tilt}) scale(${mirrored ? -scale : scale} ${scale})`}>
        {drawings[motif](random)}
      </g>
    </svg>
  );
}

/** What lies about on the table, cut by the picture's edge. */
function Around({ seed, left, sweet }: { seed: number; left: boolean; sweet: boolean }) {
  // Of its own: a child may be rendered twice, or another time than its parent, and must draw the same.
  const random = randomFrom(~seed);
  const side = left ? 34 : 286;
  const other = left ? 296 : 24;
  return (
    <>
      {sweet ? null : (
        <Katori
          x={side}
          y={Math.round(random.between(26, 60))}
          r={26}
          fill={random.pick(["#5d8a35", "#c0341d", "#fff6e6", "#dd9a35"])}
        />
      )}
      <Leaflet x={side + 6} y={150} turn={Math.round(random.between(0, 180))} size={1.7} fill="#4c9a55" />
      <Leaflet x={side - 10} y={162} turn={Math.round(random.between(0, 180))} size={1.4} fill="#3a8245" />
      {sweet ? null : random.next() > 0.5 ? (
        <Lime x={other} y={168} turn={Math.round(random.between(120, 240))} r={16} />
      ) : (
        <Chilli x={other} y={34} turn={Math.round(random.between(-60, 60))} />
      )}
    </>
  );
}
