import type { RefusalCode, RefusedRow } from "./refusal.ts";

/** A report keeps so many refused rows; the CSV has them all. */
const mostKept = 10_000;

/** Counts refused rows, keeps the first of them, and hands each on as it comes. */
export class Refusals {
  readonly kept: RefusedRow[] = [];
  readonly byReason: Partial<Record<RefusalCode, number>> = {};
  count = 0;
  readonly #onRefused: (row: RefusedRow) => void;

  constructor(onRefused: (row: RefusedRow) => void) {
    this.#onRefused = onRefused;
  }

  add({ line, code, field, name, detail }: RefusedRow): void {
    const row = { line, code, field, name: name.slice(0, 200), detail: detail.slice(0, 300) };
    this.count++;
    this.byReason[code] = (this.byReason[code] ?? 0) + 1;
    if (this.kept.length < mostKept) this.kept.push(row);
    this.#onRefused(row);
  }
}
