"use client";

import { useTranslations } from "next-intl";
import { useCallback } from "react";

/** A cuisine's key among the messages: "North Indian" → `north_indian`, "Café" → `cafe`. */
export const cuisineKey = (name: string): string =>
  name
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "_")
    .replaceAll(/^_|_$/g, "");

/** What a cuisine is called in the reader's language; its own name where we know no other. */
export function useCuisineName(): (name: string) => string {
  const t = useTranslations("cuisineNames");
  return useCallback(
    (name) => {
      const key = cuisineKey(name);
      return key && t.has(key) ? t(key) : name;
    },
    [t],
  );
}
