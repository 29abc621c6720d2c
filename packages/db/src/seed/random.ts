/** A seeded source of randomness: the same seed gives the same town, on every machine. */
export interface Random {
  /** 0 ≤ x < 1 */
  next(): number;
  /** low ≤ x < high */
  range(low: number, high: number): number;
  /** low ≤ n ≤ high */
  int(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  weighted<T>(items: readonly (readonly [item: T, weight: number])[]): T;
  shuffle<T>(items: readonly T[]): T[];
  /** `count` different items, in random order. */
  sample<T>(items: readonly T[], count: number): T[];
  /** Around `mean`, within ± 3 deviations. */
  normal(mean: number, deviation: number): number;
  /** An independent source, so that drawing more in one place leaves the others as they were. */
  fork(label: string): Random;
}

/** mulberry32 by Tommy Ettinger (public domain): 32 bits of state, passes gjrand; plenty for drawing a town. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const random: Random = {
    next,
    range: (low, high) => low + next() * (high - low),
    int: (low, high) => low + Math.floor(next() * (high - low + 1)),
    chance: (probability) => next() < probability,
    pick(items) {
      if (items.length === 0) throw new RangeError("pick: nothing to pick from");
      return items[Math.floor(next() * items.length)]!;
    },
    weighted(items) {
      let rest = next() * items.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [item, weight] of items) {
        rest -= weight;
        if (rest < 0) return item;
      }
      return items.at(-1)![0];
    },
    shuffle(items) {
      const copy = [...items];
      for (let i = copy.length - 1; i > 0; i--) {
        const j = Math.floor(next() * (i + 1));
        [copy[i], copy[j]] = [copy[j]!, copy[i]!];
      }
      return copy;
    },
    sample: (items, count) => random.shuffle(items).slice(0, count),
    normal(mean, deviation) {
      const gauss = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
      return mean + deviation * Math.max(-3, Math.min(3, gauss));
    },
    fork: (label) => seededRandom(hash32(`${seed}/${label}`)),
  };
  return random;
}

/** FNV-1a. */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** Smooth noise in −1…1 over the plane; `scale` is the size of a bump. Three octaves. */
export function smoothNoise(seed: number, scale: number): (x: number, y: number) => number {
  const corner = (ix: number, iy: number): number => {
    let h = Math.imul(ix, 0x27d4eb2d) ^ Math.imul(iy, 0x165667b1) ^ seed;
    h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
    h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
    return ((h ^ (h >>> 15)) >>> 0) / 2_147_483_648 - 1;
  };
  const octave = (x: number, y: number): number => {
    const ix = Math.floor(x);
    const iy = Math.floor(y);
    const u = fade(x - ix);
    const v = fade(y - iy);
    const south = corner(ix, iy) * (1 - u) + corner(ix + 1, iy) * u;
    const north = corner(ix, iy + 1) * (1 - u) + corner(ix + 1, iy + 1) * u;
    return south * (1 - v) + north * v;
  };
  return (x, y) => {
    const [a, b] = [x / scale, y / scale];
    return (octave(a, b) + octave(a * 2 + 17, b * 2 + 5) / 2 + octave(a * 4 + 31, b * 4 + 71) / 4) / 1.75;
  };
}

function fade(t: number): number {
  return t * t * (3 - 2 * t);
}
