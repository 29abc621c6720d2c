import type { Random } from "./seeded.ts";
import { Leaflet } from "./vessels.tsx";

/** Leaves strewn over a dish. */
export const herbs = (random: Random, count: number, radius: number, size = 0.9) =>
  random.scatter(count, radius, 9).map(([x, y, a]) => <Leaflet key={`${x},${y}`} x={x} y={y} turn={a} size={size} />);
