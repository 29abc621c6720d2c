import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Progress } from "../../harness/progress.ts";
import type { BenchStack } from "../../harness/stack.ts";
import type { WorldCity } from "./cities.ts";
import { fillCatalogue } from "./fill.ts";
import { fillIndex } from "./fill-index.ts";
import { holdRelay } from "./hold-relay.ts";
import { worldId } from "./ids.ts";

/** Says that a stack's data is whole, for runs that keep it. */
const marker = (folder: string) => path.join(folder, "world-filled");

export function isFilled(folder: string): boolean {
  return existsSync(marker(folder));
}

/** Cities, restaurants, menus and the search index, into a running stack. */
export async function fillWorld(stack: BenchStack, cities: readonly WorldCity[], progress: Progress): Promise<void> {
  const databaseUrl = stack.urls.postgres;
  const relay = await holdRelay(databaseUrl);
  try {
    const dishes = await fillCatalogue(databaseUrl, cities, progress);
    progress.say(`${cities.length} cities, ${dishes.toLocaleString("en")} dishes`);
    const shares = cities.map((city) => ({ id: worldId("city", city.number), restaurants: city.restaurants }));
    await fillIndex({ folder: stack.folder, databaseUrl }, shares, progress);
  } finally {
    await relay.release();
  }
  writeFileSync(marker(stack.folder), "");
}
