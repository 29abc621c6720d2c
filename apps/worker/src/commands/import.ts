// npm run import -- <file.csv|file.geojson> --city <slug> [--map <map.json>] [--dry-run]
import path from "node:path";
import { parseArgs } from "node:util";
import {
  describeReport,
  fileSource,
  importMapSchema,
  importRestaurants,
  largestCity,
  parseImportMap,
  readCsv,
  readGeoJson,
  refusedCsvHeader,
  refusedCsvLine,
} from "@tiffin/core/catalog/import";
import type { ByteSource, ImportMap, Source } from "@tiffin/core/catalog/import";
import { closeDatabase, openDatabase } from "@tiffin/core/database";
import { readCommandEnv } from "./env.ts";
import { InputError, openReport, progressLine, readInput, runCommand, UsageError, writeReport } from "./terminal.ts";

const usage = `npm run import -- <file.csv|file.geojson> --city <slug> [--map <map.json>] [--dry-run]

  --city     which city the restaurants are of; made from the file when it does not exist.
             Of a file with many cities only this one is taken. Left out: the one with the most rows
  --map      says which column or tag holds what, where the names don't (see docs/data.md)
  --dry-run  does everything and takes it back: the same report, nothing is written

Ends with 0 when something was taken (refused rows are reported), 1 when nothing was, 2 when called wrongly.`;

await runCommand(async () => {
  const { values, positionals } = readArguments();
  if (values.help === true) {
    console.log(usage);
    return 0;
  }
  const [file] = positionals;
  if (file === undefined) throw new UsageError(`a file is needed\n\n${usage}`);
  if (positionals.length > 1) throw new UsageError(`one file at a time, not ${positionals.join(", ")}\n\n${usage}`);
  if (values.city !== undefined && !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(values.city)) {
    throw new UsageError(`--city ${values.city}: a slug such as new-delhi`);
  }
  const env = readCommandEnv();
  const map = values.map === undefined ? importMapSchema.parse({}) : await readMap(values.map);
  const now = new Date();
  const source = await openSource(file, map);
  const citySlug = values.city ?? (await largestCity(source, now));
  if (citySlug === undefined || citySlug === "") throw new UsageError("--city is needed: the file names no city");

  const db = openDatabase(env.DATABASE_URL, {
    applicationName: "import",
    maxConnections: 2,
    statementTimeoutMs: 120_000,
  });
  const dryRun = values["dry-run"] === true;
  const name = `${citySlug}-${now.toISOString().replace(/[:.]/g, "-")}`;
  const refused = openReport(env, `${name}-refused.csv`);
  const progress = progressLine(dryRun ? "Trying" : "Importing");
  let refusedRows = 0;
  try {
    const request = { file: path.basename(file), citySlug, source, map, dryRun };
    const report = await importRestaurants(db, request, now, {
      onProgress: (share, rows) => progress.show(`${Math.floor(share * 100)} %, ${rows.toLocaleString("en")} rows`),
      onRefused: (row) => {
        if (refusedRows++ === 0) refused.add(refusedCsvHeader);
        refused.add(refusedCsvLine(row));
      },
    });
    progress.clear();
    console.log(describeReport(report));
    const full = await writeReport(env, `${name}.json`, `${JSON.stringify(report, null, 2)}\n`);
    console.log(`  full report: ${full}`);
    if (refusedRows > 0) console.log(`  refused rows: ${await refused.close()}`);
    return report.rows.taken > 0 ? 0 : 1;
  } finally {
    progress.clear();
    await refused.close();
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

async function openSource(file: string, map: ImportMap): Promise<Source> {
  try {
    const bytes = await fileSource(file);
    return (await looksLikeJson(file, bytes)) ? await readGeoJson(bytes, map) : await readCsv(bytes, map);
  } catch (error) {
    throw new InputError(`${file} can't be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** By its name, or else by the first character that says something. */
async function looksLikeJson(file: string, bytes: ByteSource): Promise<boolean> {
  if (/\.(geo)?json(l|s|seq)?$|\.ndjson$/i.test(file)) return true;
  if (/\.(csv|tsv|txt)$/i.test(file)) return false;
  for await (const chunk of bytes.chunks()) return /^[\uFEFF\s]*[{[]/.test(new TextDecoder().decode(chunk));
  return false;
}

/** @throws UsageError that names the file and the key at fault. */
async function readMap(file: string): Promise<ImportMap> {
  const bytes = await readInput(file).catch((error: Error) => {
    throw new UsageError(`--map: ${error.message}`);
  });
  try {
    return parseImportMap(bytes.toString("utf8"));
  } catch (error) {
    throw new UsageError(`--map ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
