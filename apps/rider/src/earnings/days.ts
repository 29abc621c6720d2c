import type { MoneyWire } from "@tiffin/domain/wire/common";
import type { DayEarnings } from "@tiffin/domain/wire/riders";
import { addMoney, regionOf } from "@tiffin/ui/lib/money";

/** A calendar day, which has no time zone: `short` is "Mon", `long` "Monday, 2 March". */
export function dayName(date: string, locale: string, length: "short" | "long"): string {
  return new Intl.DateTimeFormat(regionOf(locale), {
    timeZone: "UTC",
    ...(length === "short" ? { weekday: "short" } : { weekday: "long", day: "numeric", month: "long" }),
  }).format(new Date(`${date}T12:00:00Z`));
}

/** All of the days together. @throws RangeError when there is none */
export function totalOf(days: readonly DayEarnings[]): { deliveries: number; earned: MoneyWire } {
  const [first, ...others] = days;
  if (!first) throw new RangeError("no days to add up");
  return {
    deliveries: days.reduce((sum, { deliveries }) => sum + deliveries, 0),
    earned: others.reduce((sum, { earned }) => addMoney(sum, earned), first.earned),
  };
}

/** How high a day stands beside the best one, 0 to 1. What is not nothing is always seen. */
export function shareOf({ earned }: DayEarnings, days: readonly DayEarnings[]): number {
  const best = Math.max(...days.map((day) => day.earned.amount));
  return earned.amount <= 0 || best <= 0 ? 0 : Math.max(0.08, earned.amount / best);
}
