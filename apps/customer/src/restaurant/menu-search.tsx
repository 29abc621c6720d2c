"use client";

import { FilterChip } from "@tiffin/ui/chip";
import { IconButton } from "@tiffin/ui/icon-button";
import { Input } from "@tiffin/ui/input";
import { Leaf, Search, X } from "lucide-react";
import { useTranslations } from "next-intl";

/** Search within the menu, and the switch for those who eat no meat. `veg` is null where there is nothing to switch. */
export function MenuSearch({
  words,
  veg,
  found,
  onWords,
  onVeg,
}: {
  words: string;
  veg: boolean | null;
  /** How many dishes fit; null while nothing is searched for. */
  found: number | null;
  onWords: (words: string) => void;
  onVeg: (on: boolean) => void;
}) {
  const t = useTranslations("restaurant");
  return (
    <div role="search" aria-label={t("searchMenu")} className="flex items-center gap-2">
      <Input
        className="min-w-0 flex-1"
        label={t("searchMenu")}
        hideLabel
        type="text"
        inputMode="search"
        enterKeyHint="search"
        autoComplete="off"
        maxLength={80}
        placeholder={t("searchMenu")}
        leading={<Search aria-hidden />}
        trailing={
          words ? (
            <IconButton size="sm" label={t("clearMenuSearch")} onClick={() => onWords("")}>
              <X aria-hidden />
            </IconButton>
          ) : null
        }
        value={words}
        onChange={(event) => onWords(event.target.value)}
        onKeyDown={(event) => event.key === "Escape" && onWords("")}
      />
      {veg === null ? null : (
        <FilterChip
          pressed={veg}
          className="h-12"
          icon={<Leaf aria-hidden className="size-4" />}
          onClick={() => onVeg(!veg)}
        >
          {t("vegOnly")}
        </FilterChip>
      )}
      <p role="status" className="sr-only">
        {found === null ? "" : t("dishesFound", { count: found })}
      </p>
    </div>
  );
}
