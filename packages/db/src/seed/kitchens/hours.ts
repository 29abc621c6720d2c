import type { Random } from "../random.ts";
import type { HoursKey } from "./concept.ts";

export interface SeedHours {
  /** ISO: 1 is Monday. */
  weekday: number;
  opensMinute: number;
  /** Past 1440 after midnight. */
  closesMinute: number;
}

const h = (hour: number, minute = 0): number => hour * 60 + minute;

/** A week of opening hours of that kind; some kitchens rest on one weekday, and open a little earlier or later. */
export function weekOf(kind: HoursKey, random: Random): SeedHours[] {
  const shift = kind === "always" ? 0 : random.int(-2, 2) * 15;
  const rests = kind !== "always" && random.chance(0.22) ? random.pick([1, 1, 2, 2, 3]) : undefined;
  const ranges = rangesOf(kind);
  const week: SeedHours[] = [];
  for (let weekday = 1; weekday <= 7; weekday++) {
    if (weekday === rests) continue;
    for (const [opens, closes] of ranges) {
      // Weekends run an hour longer in the evening.
      const late = weekday >= 5 && kind !== "always" && closes > h(21) ? 30 : 0;
      week.push({ weekday, opensMinute: opens + shift, closesMinute: closes + shift + late });
    }
  }
  return week;
}

function rangesOf(kind: HoursKey): [number, number][] {
  switch (kind) {
    case "morning":
      return [
        [h(6), h(11, 30)],
        [h(16), h(20, 30)],
      ];
    case "darshini":
      return [[h(6, 30), h(21, 30)]];
    case "all day":
      return [[h(9), h(22, 45)]];
    case "split":
      return [
        [h(12), h(15, 30)],
        [h(18, 45), h(23)],
      ];
    case "evening":
      return [[h(16), h(22, 45)]];
    case "late":
      return [[h(12), h(25, 30)]];
    case "night":
      return [[h(18, 30), h(28)]];
    case "shop":
      return [[h(7, 30), h(21, 45)]];
    case "always":
      return [[0, 1_440]];
  }
}
