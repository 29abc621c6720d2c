import type { Field } from "./field-map.ts";
import type { NewCity } from "./make-city.ts";
import { noteTexts, refusalTexts } from "./refusal.ts";
import type { NoteCode, RefusalCode, RefusedRow } from "./refusal.ts";
import type { Refusals } from "./refusals.ts";
import type { Source } from "./source.ts";
import type { Written } from "./write-restaurants.ts";

/** What became of a file. Every row that was read is taken or refused; rows of other cities are counted apart. */
export interface ImportReport {
  file: string;
  encoding: string;
  /** Which column was read as what. */
  columns: Partial<Record<Field, string>>;
  dryRun: boolean;
  city: { slug: string; name: string; lat: number; lng: number; created: boolean; timeZone: string; currency: string };
  /** What to check by hand, such as a time zone that was guessed. */
  warnings: string[];
  rows: { read: number; taken: number; refused: number; otherCities: number };
  refusedByReason: Partial<Record<RefusalCode, number>>;
  notes: Partial<Record<NoteCode, number>>;
  restaurants: {
    created: number;
    updated: number;
    unchanged: number;
    /** Taken off the city, as the file says that they closed for good. */
    closed: number;
    withMenu: number;
    withoutMenu: number;
  };
  items: { created: number; updated: number; unchanged: number; retired: number };
  /** By line; the first 10,000 of them. */
  refused: RefusedRow[];
}

export function buildReport(facts: {
  file: string;
  source: Source;
  dryRun: boolean;
  city: NewCity;
  isNew: boolean;
  warnings: string[];
  read: number;
  otherCities: number;
  refusals: Refusals;
  written: Written;
  notes: ImportReport["notes"];
}): ImportReport {
  const { source, city, refusals, written } = facts;
  const warnings = [...facts.warnings];
  const unplaced = refusals.byReason.NO_LOCATION ?? 0;
  if (unplaced > 0) {
    warnings.push(
      `${unplaced} rows have no coordinates: give them by name under "places" in the map (--map), see docs/data.md`,
    );
  }
  const swapped = refusals.byReason.LOCATION_SWAPPED ?? 0;
  if (swapped > 0) warnings.push(`${swapped} rows seem to have latitude and longitude the wrong way round`);
  return {
    file: facts.file,
    encoding: source.encoding,
    columns: source.columns,
    dryRun: facts.dryRun,
    city: {
      slug: city.slug,
      name: city.name,
      lat: city.lat,
      lng: city.lng,
      created: facts.isNew,
      timeZone: city.timeZone,
      currency: city.currency,
    },
    warnings,
    rows: {
      read: facts.read,
      taken: facts.read - refusals.count,
      refused: refusals.count,
      otherCities: facts.otherCities,
    },
    refusedByReason: refusals.byReason,
    notes: facts.notes,
    restaurants: {
      ...written.restaurants,
      withMenu: written.totals.withMenu,
      withoutMenu: written.totals.restaurants - written.totals.withMenu,
    },
    items: written.items,
    refused: refusals.kept.toSorted((a, b) => a.line - b.line),
  };
}

/** A page for the terminal. */
export function describeReport(report: ImportReport): string {
  const { city, rows, restaurants, items } = report;
  const n = (value: number): string => value.toLocaleString("en");
  const lines = [
    `${report.dryRun ? "Tried (nothing was written)" : "Imported"}: ${report.file}, read as ${report.encoding}, into ${city.name} (${city.slug}${city.created ? ", new" : ""})`,
    `  rows read ${n(rows.read)}, taken ${n(rows.taken)}, refused ${n(rows.refused)}${rows.otherCities > 0 ? ` (${n(rows.otherCities)} more are of other cities)` : ""}`,
  ];
  for (const [code, count] of Object.entries(report.refusedByReason) as [RefusalCode, number][]) {
    const where = report.refused.filter((row) => row.code === code).map((row) => row.line);
    const shown = where.slice(0, 12).join(", ") + (count > 12 ? ", …" : "");
    lines.push(`    ${n(count).padStart(6)}  ${code}: ${refusalTexts[code]} (line ${shown})`);
  }
  lines.push(
    `  restaurants: ${n(restaurants.created)} new, ${n(restaurants.updated)} changed, ${n(restaurants.unchanged)} as they were` +
      (restaurants.closed > 0 ? `, ${n(restaurants.closed)} closed for good` : ""),
  );
  if (items.created + items.updated + items.unchanged + items.retired > 0) {
    lines.push(
      `  dishes: ${n(items.created)} new, ${n(items.updated)} changed, ${n(items.unchanged)} as they were, ${n(items.retired)} no longer offered`,
    );
  }
  for (const [code, count] of Object.entries(report.notes) as [NoteCode, number][]) {
    lines.push(`    ${n(count).padStart(6)}  ${noteTexts[code]}`);
  }
  if (restaurants.withoutMenu > 0) {
    lines.push(
      `  ${n(restaurants.withoutMenu)} restaurants have no menu yet: they are listed, but nothing can be ordered there`,
    );
  }
  for (const warning of report.warnings) lines.push(`  ! ${warning}`);
  return lines.join("\n");
}

export const refusedCsvHeader = "line,reason,field,name,detail\n";

/** A refused row for a CSV to hand back to whoever made the file. What a spreadsheet would run as a formula is made text. */
export function refusedCsvLine({ line, code, field, name, detail }: RefusedRow): string {
  const cell = (text: string): string => {
    const plain = (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replace(/\s+/g, " ");
    return /[",]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
  };
  return `${[String(line), code, field, name, detail].map(cell).join(",")}\n`;
}
