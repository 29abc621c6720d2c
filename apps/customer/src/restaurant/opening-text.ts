"use client";

import type { Menu } from "@tiffin/domain/wire/restaurants";
import { useTimes } from "@tiffin/ui/lib/use-times";

/** When the kitchen opens, by its own clock. */
export function useOpeningText({ nextOpensAt, timeZone }: Menu["restaurant"]): string | null {
  const { coming } = useTimes(timeZone);
  return nextOpensAt === null ? null : coming(nextOpensAt);
}
