import { readFileSync } from "node:fs";
import type { LngLat } from "@tiffin/domain/geo/location";
import { z } from "zod";

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
