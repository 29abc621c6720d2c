// npm run import -- <file.csv|file.geojson> --city <slug> [--map <map.json>] [--dry-run]
import path from "node:path";
import { parseArgs } from "node:util";
import {
  describeReport,
  importMapSchema,
  importRestaurants,
  largestCity,
  readCsv,
  readGeoJson,
  refusedCsv,
} from "@tiffin/core/catalog";
import type { ImportMap } from "@tiffin/core/catalog";
import { closeDatabase, openDatabase } from "@tiffin/core/database";
import { readCommandEnv } from "./env.ts";
import { progressLine, readInput, runCommand, UsageError, writeReport } from "./terminal.ts";

const usage = `npm run import -- <file.csv|file.geojson> --city <slug> [--map <map.json>] [--dry-run]

  --city     which city the restaurants are of; made from the file when it does not exist.
             Of a file with many cities only this one is taken. Left out: the one with the most rows
  --map      says which column holds what, where the headers don't (see docs/data.md)
  --dry-run  reads and reports, writes nothing`;

await runCommand(async () => {
  const { values, positionals } = readArguments();
  const [file] = positionals;
  if (values.help === true || file === undefined || positionals.length > 1) {
    console.log(usage);
    return values.help === true ? 0 : 1;
  }
  const env = readCommandEnv();
  const map = values.map === undefined ? importMapSchema.parse({}) : await readMap(values.map);
  const bytes = await readInput(file);
  const source = readSource(file, bytes, map);
  const citySlug = values.city ?? largestCity(source);
  if (citySlug === undefined) throw new UsageError("--city is needed: the file names no city");
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(citySlug)) throw new UsageError(`--city ${citySlug}: a slug such as new-delhi`);

  const db = openDatabase(env.DATABASE_URL, {
    applicationName: "import",
    maxConnections: 2,
    statementTimeoutMs: 120_000,
  });
  const progress = progressLine("Importing");
  try {
    const now = new Date();
    const request = { file: path.basename(file), citySlug, source, map, dryRun: values["dry-run"] === true };
    const report = await importRestaurants(db, request, now, (done, total) => progress.show(done, total));
    progress.clear();
    console.log(describeReport(report));
    const name = `${citySlug}-${now.toISOString().replace(/[:.]/g, "-")}`;
    const full = await writeReport(env, `${name}.json`, `${JSON.stringify(report, null, 2)}\n`);
    console.log(`  full report: ${full}`);
    if (report.refused.length > 0) {
      console.log(`  refused rows: ${await writeReport(env, `${name}-refused.csv`, refusedCsv(report))}`);
    }
    return report.rows.taken > 0 ? 0 : 1;
  } finally {
    progress.clear();
    await closeDatabase(db);
  }
});

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        city: { type: "string" },
        map: { type: "string" },
        "dry-run": { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
}

function readSource(file: string, bytes: Buffer, map: ImportMap) {
  try {
    return /\.(geo)?json$/i.test(file) ? readGeoJson(bytes, map) : readCsv(bytes, map);
  } catch (error) {
    throw new UsageError(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function readMap(file: string): Promise<ImportMap> {
  const text = (await readInput(file)).toString("utf8");
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${file} is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const result = importMapSchema.safeParse(json);
  if (result.success) return result.data;
  throw new UsageError(`${file}: ${result.error.issues.map((i) => `${i.path.join(".")}: ${i.message}`).join("; ")}`);
}
