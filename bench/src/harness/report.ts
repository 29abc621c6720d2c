import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Machine } from "./machine.ts";
import { checkout } from "./stack.ts";

/** One measured number, and what it should be. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly aim?: Aim;
  /** What one has to know to read it right. */
  readonly note?: string;
}

export type Aim = { readonly atMost: number } | { readonly atLeast: number };

export interface Part {
  readonly part: string;
  /** What was run, in words and numbers. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly figures: readonly Figure[];
  /** Further findings, for whoever looks for the reason of a figure. */
  readonly details?: Readonly<Record<string, unknown>>;
}

export interface Report {
  readonly benchmark: string;
  readonly at: string;
  readonly machine: Machine;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly parts: readonly Part[];
  readonly seconds: number;
  /** Every figure that has an aim met it. */
  readonly met: boolean;
}

export function isMet({ value, aim }: Figure): boolean | undefined {
  if (aim === undefined) return undefined;
  return "atMost" in aim ? value <= aim.atMost : value >= aim.atLeast;
}

export function allMet(parts: readonly Part[]): boolean {
  return parts.every(({ figures }) => figures.every((figure) => isMet(figure) !== false));
}

/**
 * Writes `bench/results/<benchmark>.json`; a reference run also goes where git keeps it, without the details: they are
 * large, and may name restaurants of a file that is not ours. Returns the paths.
 */
export function writeReport(report: Report, isReference: boolean): string[] {
  const results = path.join(checkout, "bench", "results");
  const withVerdicts = {
    ...report,
    parts: report.parts.map((part) => ({
      ...part,
      figures: part.figures.map((figure) => ({ ...figure, met: isMet(figure) })),
    })),
  };
  const files = [write(results, report.benchmark, withVerdicts)];
  if (isReference) {
    const parts = withVerdicts.parts.map(({ details: _details, ...part }) => part);
    files.push(write(path.join(results, "reference"), report.benchmark, { ...withVerdicts, parts }));
  }
  return files;
}

function write(folder: string, benchmark: string, report: object): string {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${benchmark}.json`);
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
  return path.relative(checkout, file);
}

/** For a terminal: a line for each figure. */
export function table(parts: readonly Part[]): string {
  const rows = parts.flatMap(({ part, figures }) => [
    ["", "", "", ""],
    [part, "", "", ""],
    ...figures.map((figure) => [`  ${figure.name}`, shown(figure), aimOf(figure), verdict(figure)]),
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map(([name, value, aim, met]) =>
      `${name!.padEnd(widths[0]!)}  ${value!.padStart(widths[1]!)}  ${aim!.padEnd(widths[2]!)}  ${met}`.trimEnd(),
    )
    .join("\n");
}

export function round(value: number): number {
  if (Math.abs(value) >= 100) return Math.round(value);
  return Number(value.toPrecision(3));
}

function shown({ value, unit }: Figure): string {
  return `${round(value).toLocaleString("en")} ${unit}`.trim();
}

function aimOf({ aim }: Figure): string {
  if (aim === undefined) return "";
  return "atMost" in aim ? `≤ ${aim.atMost.toLocaleString("en")}` : `≥ ${aim.atLeast.toLocaleString("en")}`;
}

function verdict(figure: Figure): string {
  const met = isMet(figure);
  if (met === undefined) return figure.note ?? "";
  return [met ? "met" : "NOT met", ...(figure.note === undefined ? [] : [figure.note])].join(" · ");
}
