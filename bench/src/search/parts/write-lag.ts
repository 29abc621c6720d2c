import { setTimeout as pause } from "node:timers/promises";
import postgres from "postgres";
import { z } from "zod";
import { seededRandom, type Random } from "@tiffin/db/seed/random";
import { httpClient, okay, type HttpClient } from "../../harness/http.ts";
import type { Part } from "../../harness/report.ts";
import { latencies } from "../../harness/statistics.ts";
import { searchPath } from "../queries.ts";
import { inTurn, type Setting } from "../setting.ts";

const WRITES = 240;
/** At a time, each in another city: a change makes what was found in its city be asked for anew. */
const LANES = 4;
const POLL_MS = 10;
const PATIENCE_MS = 20_000;

const pageSchema = z.object({
  items: z.array(
    z.object({ id: z.string(), isOpen: z.boolean(), matchedDishes: z.array(z.object({ name: z.string() })) }),
  ),
});
type Page = z.infer<typeof pageSchema>;

interface Target {
  readonly id: string;
  readonly lat: number;
  readonly lng: number;
  readonly itemId: string;
}

/** One kind of write: what is changed by plain SQL, what is asked, and whether an answer shows it. */
interface Write {
  readonly kind: string;
  readonly query: string;
  change(sql: postgres.Sql): Promise<unknown>;
  shows(page: Page): boolean;
}

/** From a committed UPDATE until a search through the gateway, and through its caches, shows it. */
export async function measureWriteLag(setting: Setting): Promise<Part> {
  const { stack, progress, cities } = setting;
  const sql = postgres(stack.urls.postgres, { max: LANES, onnotice: () => {} });
  const client = httpClient(stack.urls.gateway, LANES);
  const token = inTurn(setting.tokens);
  const random = seededRandom(Date.now());
  const lags = new Map<string, number[]>();
  const lost: object[] = [];
  let done = 0;
  try {
    const lanes = cities.slice(0, LANES);
    await Promise.all(
      lanes.map(async (_city, lane) => {
        const targets = await targetsIn(sql, `world-${lane + 1}`, Math.ceil(WRITES / lanes.length), random);
        for (const [index, target] of targets.entries()) {
          const write = writeFor(index, target, random);
          const lag = await follow({ sql, client, token: token() }, target, write);
          if (lag === null) lost.push({ kind: write.kind, id: target.id, query: write.query });
          else lags.set(write.kind, [...(lags.get(write.kind) ?? []), lag]);
          progress.count("writes followed into search", ++done, WRITES);
        }
      }),
    );
  } finally {
    client.close();
    await sql.end({ timeout: 5 });
  }
  const took = latencies([...lags.values()].flat());
  return {
    part: "write → searchable",
    parameters: {
      writes: took.count,
      kinds: [...lags.keys()],
      restaurants: setting.restaurants,
      pollMilliseconds: POLL_MS,
      question: "asked before each write, so that a cached answer has to be given up",
    },
    figures: [
      { name: "P50", value: took.p50, unit: "ms" },
      { name: "P95", value: took.p95, unit: "ms", aim: { atMost: 1_000 }, note: `${took.count} writes` },
      { name: "P99", value: took.p99, unit: "ms" },
      { name: "never seen", value: lost.length, unit: "", aim: { atMost: 0 }, note: `after ${PATIENCE_MS / 1_000} s` },
    ],
    details: { byKind: Object.fromEntries([...lags].map(([kind, each]) => [kind, latencies(each)])), lost },
  };
}

async function targetsIn(sql: postgres.Sql, slug: string, count: number, random: Random): Promise<Target[]> {
  const rows = await sql<Target[]>`
    select r.id, r.lat, r.lng,
      (select i.id from menu_items i where i.restaurant_id = r.id order by i.popularity desc limit 1) as "itemId"
    from restaurants r join cities c on c.id = r.city_id
    where c.slug = ${slug} and r.accepting_orders and r.paused_until is null limit 5000`;
  return random.sample(rows, count);
}

function writeFor(index: number, target: Target, random: Random): Write {
  // A word that nothing else is called, nor nearly.
  const word = `zq${Array.from({ length: 10 }, () => random.pick("bcdfghklmnprstvwx".split(""))).join("")}`;
  switch (index % 3) {
    case 0:
      return {
        kind: "name",
        query: word,
        change: (sql) => sql`update restaurants set name = ${`Kitchen ${word}`} where id = ${target.id}`,
        shows: (page) => page.items.some(({ id }) => id === target.id),
      };
    case 1:
      return {
        kind: "dish",
        query: word,
        change: (sql) => sql`update menu_items set name = ${`Dish ${word}`} where id = ${target.itemId}`,
        shows: (page) => page.items.some(({ id }) => id === target.id),
      };
    default:
      return {
        kind: "pause",
        query: word,
        // It is looked for by a name of its own, which it has before the clock starts.
        change: (sql) => sql`update restaurants set accepting_orders = false where id = ${target.id}`,
        shows: (page) => page.items.some(({ id, isOpen }) => id === target.id && !isOpen),
      };
  }
}

/** In milliseconds; null when it never showed. */
async function follow(
  { sql, client, token }: { sql: postgres.Sql; client: HttpClient; token: string },
  target: Target,
  write: Write,
): Promise<number | null> {
  const path = searchPath({ lat: target.lat.toFixed(5), lng: target.lng.toFixed(5), q: write.query, radiusKm: "1" });
  const ask = async () => pageSchema.parse(JSON.parse(okay(await client.get(path, token), path).body));
  if (write.kind === "pause") {
    await openAlways(sql, target.id);
    await sql`update restaurants set name = ${`Kitchen ${write.query}`} where id = ${target.id}`;
    const isThere = (page: Page) => page.items.some(({ id, isOpen }) => id === target.id && isOpen);
    if (!(await until(async () => isThere(await ask())))) return null;
  }
  await ask();
  await write.change(sql);
  const committedAt = performance.now();
  return (await until(async () => write.shows(await ask()))) ? performance.now() - committedAt : null;
}

async function openAlways(sql: postgres.Sql, id: string): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`delete from closures where restaurant_id = ${id}`;
    await tx`delete from opening_hours where restaurant_id = ${id}`;
    await tx`insert into opening_hours (id, restaurant_id, weekday, opens_minute, closes_minute)
      select gen_random_uuid(), ${id}, weekday, 0, 1440 from generate_series(1, 7) weekday`;
  });
}

async function until(isSo: () => Promise<boolean>): Promise<boolean> {
  const end = Date.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (Date.now() > end) return false;
    await pause(POLL_MS);
  }
  return true;
}
