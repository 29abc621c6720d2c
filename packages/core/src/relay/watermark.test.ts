import { describe, expect, it } from "vitest";
import { formatLsn, parseLsn } from "./lsn.ts";
import { Watermark } from "./watermark.ts";

const at = new Date("2026-03-01T12:00:00Z");

describe("the watermark", () => {
  it("moves only over finished transactions, in their order", () => {
    const confirmed: bigint[] = [];
    const mark = new Watermark(10n, (lsn) => confirmed.push(lsn));
    const first = mark.open(20n, 2, at);
    const second = mark.open(30n, 1, at);
    second();
    first();
    expect(confirmed).toEqual([]);
    first();
    expect(confirmed).toEqual([30n]);
    expect(mark.isIdle).toBe(true);
  });

  it("passes transactions that concern nobody", () => {
    const confirmed: bigint[] = [];
    const mark = new Watermark(10n, (lsn) => confirmed.push(lsn));
    const waiting = mark.open(20n, 1, at);
    mark.open(25n, 0, at);
    expect(mark.done).toBe(10n);
    waiting();
    expect(confirmed).toEqual([25n]);
  });
});

it("reads and writes places in the WAL as Postgres does", () => {
  for (const text of ["0/0", "16/B374D848", "FFFFFFFF/FFFFFFFF"]) expect(formatLsn(parseLsn(text))).toBe(text);
});
