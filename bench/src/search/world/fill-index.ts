import { availableParallelism } from "node:os";
import postgres from "postgres";
import type { Progress } from "../../harness/progress.ts";
import { runNode } from "../../harness/stack.ts";

const FILLER = "packages/core/src/search/testing/fill-index.ts";

/**
 * Writes the search documents of those cities through the engine's own writer, with as many processes as there are cores.
 * The table's further indexes are made when all rows are there, as any bulk load would.
 */
export async function fillIndex(
  stack: { readonly folder: string; readonly databaseUrl: string },
  cities: readonly { readonly id: string; readonly restaurants: number }[],
  progress: Progress,
): Promise<void> {
  const sql = postgres(stack.databaseUrl, { max: 1, onnotice: () => {} });
  try {
    const indexes = await sql<{ name: string; definition: string }[]>`
      select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
      from pg_index i where i.indrelid = 'search_documents'::regclass and not i.indisunique`;
    for (const { name } of indexes) await sql.unsafe(`drop index ${name}`);
    try {
      await writeDocuments(stack, cities, progress);
    } finally {
      await sql`set maintenance_work_mem = '512MB'`;
      for (const { name, definition } of indexes) {
        progress.say(`building the index ${name}`);
        await sql.unsafe(definition);
      }
    }
    progress.say("gathering statistics of the search index");
    // After a bulk load autovacuum would do this in the midst of what is measured.
    await sql`vacuum analyze search_documents`;
    await sql`vacuum analyze search_terms`;
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function writeDocuments(
  { folder, databaseUrl }: { readonly folder: string; readonly databaseUrl: string },
  cities: readonly { readonly id: string; readonly restaurants: number }[],
  progress: Progress,
): Promise<void> {
  const total = cities.reduce((sum, city) => sum + city.restaurants, 0);
  const shares = share(cities, Math.max(1, availableParallelism()));
  const done = shares.map(() => 0);
  await Promise.all(
    shares.map((ids, index) =>
      runNode(["--import", "tsx", FILLER, databaseUrl, ...ids], folder, (line) => {
        done[index] = Number(line) || done[index]!;
        const written = done.reduce((sum, part) => sum + part, 0);
        if (written < total) progress.count("documents indexed", written, total);
      }),
    ),
  );
  progress.count("documents indexed", total, total);
}

/** Cities in groups of about equal size: the largest first, each to the group that has least. */
function share(cities: readonly { readonly id: string; readonly restaurants: number }[], groups: number): string[][] {
  const shares = Array.from({ length: groups }, () => ({ ids: [] as string[], size: 0 }));
  for (const city of [...cities].sort((a, b) => b.restaurants - a.restaurants)) {
    const least = shares.reduce((smallest, one) => (one.size < smallest.size ? one : smallest));
    least.ids.push(city.id);
    least.size += city.restaurants;
  }
  return shares.map(({ ids }) => ids).filter((ids) => ids.length > 0);
}
