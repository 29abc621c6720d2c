"use client";

import { useTranslations } from "next-intl";
import { cn } from "./lib/cn.ts";

/** India's mark for food: a green dot in a square for vegetarian, a brown triangle for what is not. Shape tells, not colour alone. */
export function VegMark({ isVeg, className }: { isVeg: boolean; className?: string | undefined }) {
  const t = useTranslations("ui");
  return (
    <svg
      viewBox="0 0 16 16"
      role="img"
      aria-label={isVeg ? t("veg") : t("nonVeg")}
      className={cn("size-4 shrink-0", isVeg ? "text-veg" : "text-nonveg", className)}
    >
      <rect x="1" y="1" width="14" height="14" rx="3" fill="none" stroke="currentColor" strokeWidth="1.6" />
      {isVeg ? (
        <circle cx="8" cy="8" r="3.4" fill="currentColor" />
      ) : (
        <path d="M8 4.2 12 11.4H4Z" fill="currentColor" />
      )}
    </svg>
  );
}
