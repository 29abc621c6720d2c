import { localMoment } from "@tiffin/domain/opening-hours/opening-hours";
import { DAY_MINUTES, weekMoment } from "@tiffin/domain/opening-hours/week-minutes";
import type { Location } from "@tiffin/domain/geo/location";
import type { EngineFilters } from "../port.ts";
import { RANGES_PER_DAY } from "./indexed-document.ts";

/** A value in a filter, whatever is in it. */
export function quoted(value: string): string {
  return `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

export function anyOf(attribute: string, values: readonly string[]): string {
  return `${attribute} IN [${values.map(quoted).join(", ")}]`;
}

/** Never `1e-7`, which the filters' grammar doesn't know. */
export function decimal(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(7);
}

/** All of them must hold. `openNow` comes apart: see {@link openNowFilter}. Numbers come from checked input: they are finite. */
export function filtersFor(
  near: Location,
  radiusMeters: number,
  { cuisines, pureVeg, minRating, maxCostForTwo }: EngineFilters,
): string[] {
  return [
    `_geoRadius(${decimal(near.lat)}, ${decimal(near.lng)}, ${Math.round(radiusMeters)})`,
    ...(cuisines === undefined
      ? []
      : [
          anyOf(
            "cuisineKeys",
            cuisines.map((cuisine) => cuisine.toLowerCase()),
          ),
        ]),
    ...(pureVeg === true ? ["isPureVeg = true"] : []),
    ...(minRating === undefined ? [] : [`rating >= ${decimal(minRating)}`]),
    ...(maxCostForTwo === undefined ? [] : [`costForTwo <= ${decimal(maxCostForTwo)}`]),
  ];
}

/** Open by its hours in its own time zone, not closed for the day, not paused. */
export function openNowFilter(timeZones: readonly string[], now: Date): string {
  const inZones = timeZones.map((timeZone) => `(timeZone = ${quoted(timeZone)} AND ${openByTheClock(timeZone, now)})`);
  return [
    "acceptingOrders = true",
    `pausedUntil <= ${Math.floor(now.getTime() / 1_000)}`,
    `(${inZones.length === 0 ? "acceptingOrders = false" : inZones.join(" OR ")})`,
  ].join(" AND ");
}

function openByTheClock(timeZone: string, now: Date): string {
  const { weekday, minute } = localMoment(now, timeZone);
  const { date, dayBefore } = weekMoment(now, timeZone);
  const yesterday = weekday === 1 ? 7 : weekday - 1;
  // Yesterday evening's ranges still count after midnight, on yesterday's clock.
  return `(${openOnDay(weekday, minute, date)} OR ${openOnDay(yesterday, minute + DAY_MINUTES, dayBefore)})`;
}

function openOnDay(weekday: number, minute: number, date: string): string {
  const ranges = Array.from(
    { length: RANGES_PER_DAY },
    (_, index) => `(opens_${weekday}_${index} <= ${minute} AND closes_${weekday}_${index} > ${minute})`,
  );
  return `(closures != ${quoted(date)} AND (${ranges.join(" OR ")}))`;
}
