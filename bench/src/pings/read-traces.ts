import { readFileSync } from "node:fs";
import path from "node:path";
import type { LngLat } from "@tiffin/domain/geo/location";
import { z } from "zod";
import { checkout } from "../harness/stack.ts";

/** Where a checkout may have traces beside it. */
export const TRACES_FILE = path.resolve(checkout, "../shared/data/gps/porto/porto_test_320_trips.csv");

const lineSchema = z.array(z.tuple([z.number(), z.number()]));

/**
 * Ways of vehicles from a CSV whose last, quoted column is a JSON array of `[lng, lat]`, one each fifteen seconds: the
 * form of the taxi traces of Porto (ECML/PKDD 2015). Ways of fewer than five points are left out.
 */
export function readTraces(file: string): LngLat[][] {
  const [, ...rows] = readFileSync(file, "utf8").split("\n");
  return rows.flatMap((row) => {
    const from = row.indexOf('"[[');
    if (from === -1) return [];
    const line = lineSchema.parse(JSON.parse(row.slice(from + 1, row.lastIndexOf('"'))));
    return line.length < 5 ? [] : [line];
  });
}
