/** A small hash of a text (FNV-1a), for choices that must always come out the same. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

export type Random = {
  /** 0 ≤ n < 1 */
  next: () => number;
  between: (low: number, high: number) => number;
  pick: <T>(from: readonly [T, ...T[]]) => T;
  /** Points inside a circle that keep their distance from each other; [x, y, angle in degrees]. */
  scatter: (count: number, radius: number, apart: number) => [x: number, y: number, angle: number][];
};

/** mulberry32: the same seed draws the same dish on the server, in the browser and tomorrow. */
export function randomFrom(seed: number): Random {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const between = (low: number, high: number) => low + (high - low) * next();
  return {
    next,
    between,
    pick: (from) => from[Math.floor(next() * from.length)] ?? from[0],
    scatter(count, radius, apart) {
      const points: [number, number, number][] = [];
      for (let tries = 0; points.length < count && tries < count * 30; tries++) {
        const r = radius * Math.sqrt(next());
        const a = next() * 2 * Math.PI;
        // Rounded, so that server and browser write the same text.
        const x = Math.round(r * Math.cos(a) * 10) / 10;
        const y = Math.round(r * Math.sin(a) * 10) / 10;
        if (points.some(([px, py]) => Math.hypot(px - x, py - y) < apart)) continue;
        points.push([x, y, Math.round(next() * 360)]);
      }
      return points;
    },
  };
}
