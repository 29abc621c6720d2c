"use client";

import { cn } from "@tiffin/ui/lib/cn";
import { formatDistance } from "@tiffin/ui/lib/format";
import { ChefHat, History, Soup, Store, Trash2 } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { useCuisineName } from "./cuisine-name.ts";
import type { Suggestion, SuggestionGroup } from "./suggestion-list.ts";

const icons = { recent: History, forget: Trash2, cuisine: ChefHat, dish: Soup, restaurant: Store } as const;

/** The list that a combobox opens. The field keeps the focus; `active` counts over all groups. */
export function SuggestionPopover({
  id,
  groups,
  typed,
  active,
  onTake,
}: {
  id: string;
  groups: readonly SuggestionGroup[];
  typed: string;
  active: number;
  onTake: (line: Suggestion) => void;
}) {
  const t = useTranslations("search");
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (active >= 0) list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [active]);
  const places = new Map(groups.flatMap((group) => group.lines).map((line, index) => [line.key, index]));
  return (
    <div
      ref={list}
      id={id}
      role="listbox"
      aria-label={t("suggestions")}
      hidden={groups.length === 0}
      className="absolute inset-x-0 top-full z-30 mt-2 max-h-[min(26rem,60dvh)] animate-pop-in overflow-y-auto overscroll-contain rounded-xl border bg-raised p-1.5 shadow-lift-3"
    >
      {groups.map((group) => (
        <div key={group.kind} role="group" aria-label={t(`groups.${group.kind}`)}>
          <p aria-hidden className="eyebrow px-3 pt-2 pb-1">
            {t(`groups.${group.kind}`)}
          </p>
          {group.lines.map((line) => {
            const index = places.get(line.key) ?? -1;
            return (
              <Line
                key={line.key}
                id={`${id}-${index}`}
                line={line}
                typed={typed}
                selected={index === active}
                onTake={onTake}
              />
            );
          })}
        </div>
      ))}
    </div>
  );
}

function Line({
  id,
  line,
  typed,
  selected,
  onTake,
}: {
  id: string;
  line: Suggestion;
  typed: string;
  selected: boolean;
  onTake: (line: Suggestion) => void;
}) {
  const t = useTranslations("search");
  const locale = useLocale();
  const cuisineName = useCuisineName();
  const Icon = icons[line.kind];
  const text =
    line.kind === "forget"
      ? t("forgetRecent")
      : line.kind === "recent"
        ? line.words
        : line.kind === "cuisine"
          ? cuisineName(line.name)
          : line.name;
  const detail =
    line.kind === "restaurant"
      ? formatDistance(line.distanceMeters, locale)
      : "count" in line
        ? t("kitchens", { count: line.count })
        : null;
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the combobox hears the keys
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={selected}
      // The field keeps the focus, and a finger that scrolls the list takes nothing.
      onPointerDown={(event) => event.preventDefault()}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => onTake(line)}
      className={cn(
        "flex min-h-11 cursor-pointer items-center gap-3 rounded-lg px-3 py-2",
        selected ? "bg-sunken" : "hover:bg-sunken",
        line.kind === "forget" && "text-ink-soft",
      )}
    >
      <Icon aria-hidden className="size-4.5 shrink-0 text-ink-faint" />
      <span className="min-w-0 flex-1 truncate font-medium">
        {line.kind === "dish" || line.kind === "restaurant" ? <Marked text={text} typed={typed} /> : text}
      </span>
      {detail ? <span className="shrink-0 text-sm text-ink-faint">{detail}</span> : null}
    </div>
  );
}

/** What was typed in lighter letters, what it may become in strong ones. */
function Marked({ text, typed }: { text: string; typed: string }) {
  const words = typed.trim();
  const at = words ? text.toLowerCase().indexOf(words.toLowerCase()) : -1;
  if (at < 0) return text;
  return (
    <>
      <strong className="font-semibold">{text.slice(0, at)}</strong>
      <span className="font-normal text-ink-soft">{text.slice(at, at + words.length)}</span>
      <strong className="font-semibold">{text.slice(at + words.length)}</strong>
    </>
  );
}
