"use client";

import { useTranslations } from "next-intl";
import type { CartCheck } from "./check-cart.ts";

/** What has to be said of the cart before it can be ordered; null while all is well, or nothing is known. */
export function useFlaggedText(check: CartCheck | null): string | null {
  const t = useTranslations("cart");
  const [first] = check?.flagged ?? [];
  if (!check || !first) return null;
  const count = check.flagged.length;
  const canBeChosenAgain = check.flagged.some(({ key }) => check.lines.get(key)?.kind === "choose");
  return canBeChosenAgain ? t("flagged", { count }) : t("away", { count, name: first.name });
}
