import { expect, it } from "vitest";
import { choicesOf, readyByAfter } from "./longer.ts";

const at = (minutes: number) => Date.parse("2026-01-01T12:00:00Z") + minutes * 60_000;
const iso = (minutes: number) => new Date(at(minutes)).toISOString();
/** Accepted at twelve, due at twenty past. */
const ticket = { acceptedAt: iso(0), readyBy: iso(20) };

it("foresees the time that the server will give: on top of what was said, or from now once that is past", () => {
  expect(readyByAfter(ticket, 10, at(5))).toBe(iso(30));
  expect(readyByAfter(ticket, 10, at(33.2))).toBe(iso(44));
});

it("offers no more than a ticket may take, and nothing for one that nobody took on", () => {
  const offered = (of: { acceptedAt?: string; readyBy?: string }) =>
    choicesOf(of as Parameters<typeof choicesOf>[0], at(1)).map(({ minutes }) => minutes);
  expect(offered(ticket)).toEqual([5, 10, 15]);
  expect(offered({ ...ticket, readyBy: iso(170) })).toEqual([5, 10]);
  expect(offered({ ...ticket, readyBy: iso(178) })).toEqual([]);
  expect(offered({})).toEqual([]);
});
