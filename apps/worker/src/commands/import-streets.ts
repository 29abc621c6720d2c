// npm run import:streets -- <extract.graphml|.osm.pbf|.geojson> --city <slug>
import { parseArgs } from "node:util";
import { getCity } from "@tiffin/core/catalog";
import { ensureCity } from "@tiffin/core/catalog/import";
import { closeDatabase, openDatabase } from "@tiffin/core/database";
import type { Database } from "@tiffin/core/database";
import { importStreets, prepareStreets, readGraphml, readOsmPbf, readStreetGeoJson } from "@tiffin/core/location";
import { readCommandEnv } from "./env.ts";
import { InputError, progressLine, readInput, runCommand, UsageError } from "./terminal.ts";

const usage = `npm run import:streets -- <extract.graphml|.osm.pbf|.geojson> --city <slug> [--attribution <text>]

  --city         which city the streets are of; made around them when it does not exist
  --attribution  what the map says of its source (© OpenStreetMap contributors)`;

/** Of a country's extract only this much around a city is read. */
const reachDegrees = 0.25;

await runCommand(async () => {
  const { values, positionals } = readArguments();
  const [file] = positionals;
  if (values.help === true) {
    console.log(usage);
    return 0;
  }
  if (file === undefined || positionals.length > 1) throw new UsageError(`one file is needed\n\n${usage}`);
  const slug = values.city;
  if (slug === undefined) throw new UsageError(`--city is needed\n\n${usage}`);
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug)) throw new UsageError(`--city ${slug}: a slug such as bengaluru`);
  const env = readCommandEnv();
  const db = openDatabase(env.DATABASE_URL, {
    applicationName: "import-streets",
    maxConnections: 2,
    statementTimeoutMs: 120_000,
  });
  try {
    const source = await readExtract(db, file, slug);
    const prepared = prepareStreets(source);
    const { city, warnings } = await ensureCity(db, slug, prepared.centre);
    const attribution = values.attribution ?? "© OpenStreetMap contributors";
    const report = await importStreets(db, city, prepared, attribution, new Date());
    const n = (value: number): string => value.toLocaleString("en");
    console.log(
      `Streets of ${city.name} (${city.slug}${city.created ? ", new" : ""}), version ${report.version}: ` +
        `${n(report.streets)} stretches between ${n(report.junctions)} junctions, ${n(report.kilometers)} km, ` +
        `${n(report.names)} names, from ${n(report.roadsRead)} roads read`,
    );
    for (const [why, count] of Object.entries(report.skipped)) console.log(`  left out: ${n(count)} ${why}`);
    for (const warning of warnings) console.log(`  ! ${warning}`);
    return 0;
  } finally {
    await closeDatabase(db);
  }
});

async function readExtract(db: Database, file: string, slug: string) {
  const progress = progressLine("Reading, items so far:");
  try {
    if (/\.pbf$/i.test(file)) {
      const around = await getCity({ db }, slug).catch(() => undefined);
      const within = around && {
        south: around.location.lat - reachDegrees,
        north: around.location.lat + reachDegrees,
        west: around.location.lng - reachDegrees,
        east: around.location.lng + reachDegrees,
      };
      return await readOsmPbf(file, within, (items) => progress.show(items.toLocaleString("en")));
    }
    const text = (await readInput(file)).toString("utf8");
    if (/\.graphml$/i.test(file)) return readGraphml(text);
    if (/\.(geo)?json$/i.test(file)) return readStreetGeoJson(text);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    progress.clear();
  }
  throw new InputError(`${file}: .graphml, .osm.pbf or .geojson is what can be read`);
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        city: { type: "string" },
        attribution: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
}
