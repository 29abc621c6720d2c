import { expect, it } from "vitest";
import { minorUnitsOf } from "./minor-units.ts";

it.each([
  ["120", 2, 12_000],
  ["120.5", 2, 12_050],
  [" 1,200.50 ", 2, 120_050],
  ["1,20,000", 2, 12_000_000],
  ["7", 0, 7],
  ["1.234", 3, 1_234],
  ["0.05", 2, 5],
])("reads %j with %i decimals as %i", (typed, exponent, minor) => expect(minorUnitsOf(typed, exponent)).toBe(minor));

it.each([
  ["", 2],
  ["-5", 2],
  ["1e3", 2],
  ["12.345", 2],
  ["1.5", 0],
  ["₹12", 2],
  ["12 rupees", 2],
])("takes %j with %i decimals for no amount", (typed, exponent) => expect(minorUnitsOf(typed, exponent)).toBeNull());
