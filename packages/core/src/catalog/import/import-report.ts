import type { NoteCode, RefusalCode } from "./read-row.ts";

export interface RefusedRow {
  line: number;
  code: RefusalCode;
  /** The row's own words, as far as they help to find it. */
  name: string;
  detail: string;
}

/** What became of a file. Every row that was read is taken or refused; rows of other cities are counted apart. */
export interface ImportReport {
  file: string;
  encoding: string;
  /** Which column was read as what. */
  columns: Record<string, string>;
  dryRun: boolean;
  city: { slug: string; name: string; lat: number; lng: number; created: boolean; timeZone: string; currency: string };
  /** What to check by hand, such as a time zone that was guessed. */
  warnings: string[];
  rows: { read: number; taken: number; refused: number; otherCities: number };
  refusedByReason: Partial<Record<RefusalCode, number>>;
  notes: Partial<Record<NoteCode, number>>;
  restaurants: { created: number; updated: number; unchanged: number; withMenu: number; withoutMenu: number };
  items: { created: number; updated: number; unchanged: number; retired: number };
  refused: RefusedRow[];
}

const reasons: Record<RefusalCode, string> = {
  MALFORMED_ROW: "could not be read or written",
  NO_NAME: "no name",
  NO_LOCATION: "no coordinates",
  LOCATION_IS_ZERO: "coordinates 0,0",
  LOCATION_OUT_OF_RANGE: "coordinates that are nowhere",
  FAR_FROM_CITY: "far from the rest of the city",
  DUPLICATE: "the same restaurant or dish again",
  NO_PRICE: "a dish without a price",
  BAD_PRICE: "a price that is none",
};

const noteTexts: Record<NoteCode, string> = {
  NO_RATING: "without a rating",
  NO_COST: "without a cost for two",
  CURRENCY_DIFFERS: "with a cost in another currency, left out",
  HOURS_UNREADABLE: "with opening hours that could not be read",
  NO_HOURS: "without opening hours",
};

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
    const shown = where.slice(0, 12).join(", ") + (where.length > 12 ? ", …" : "");
    lines.push(`    ${n(count).padStart(6)}  ${code}: ${reasons[code]} (line ${shown})`);
  }
  lines.push(
    `  restaurants: ${n(restaurants.created)} new, ${n(restaurants.updated)} changed, ${n(restaurants.unchanged)} as they were`,
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

/** The refused rows as a CSV to hand back to whoever made the file. */
export function refusedCsv(report: ImportReport): string {
  const quote = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const rows = report.refused.map(({ line, code, name, detail }) =>
    [String(line), code, name, detail].map(quote).join(","),
  );
  return `${["line,reason,name,detail", ...rows].join("\n")}\n`;
}
