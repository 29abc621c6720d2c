"use client";

import type { Suggestions } from "@tiffin/domain/wire/restaurants";
import { IconButton } from "@tiffin/ui/icon-button";
import { cn } from "@tiffin/ui/lib/cn";
import { formatDistance } from "@tiffin/ui/lib/format";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ChefHat, Search, Soup, Store, X } from "lucide-react";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { type KeyboardEvent, type ReactNode, useDeferredValue, useId, useRef, useState } from "react";
import { useTRPC } from "../api/trpc.tsx";
import { usePlace } from "../place/place-provider.tsx";
import { useSearchState } from "./use-search.ts";

type Choice = { id: string; icon: ReactNode; text: string; detail: string; take: () => void };

/** What to eat or from whom: the list below follows each letter, and a combobox offers kitchens, dishes and cuisines. */
export function SearchBox({ className }: { className?: string }) {
  const t = useTranslations("search");
  const locale = useLocale();
  const router = useRouter();
  const trpc = useTRPC();
  const listId = useId();
  const input = useRef<HTMLInputElement>(null);
  const { place } = usePlace();
  const [{ q }, setState] = useSearchState();
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const text = useDeferredValue(q.trim().slice(0, 100));

  const { data } = useQuery(
    trpc.restaurants.suggest.queryOptions(
      { lat: Number((place?.lat ?? 0).toFixed(3)), lng: Number((place?.lng ?? 0).toFixed(3)), q: text || " " },
      { enabled: open && place !== null && text.length > 0, placeholderData: keepPreviousData, staleTime: 60_000 },
    ),
  );
  const search = (next: string) => {
    void setState({ q: next || null });
    setActive(-1);
  };
  const choices = open && text ? listOf(data) : [];

  function listOf(found: Suggestions | undefined): Choice[] {
    if (!found) return [];
    return [
      ...found.cuisines.slice(0, 2).map((cuisine) => ({
        id: `c-${cuisine.name}`,
        icon: <ChefHat aria-hidden />,
        text: cuisine.name,
        detail: t("kitchens", { count: cuisine.restaurantCount }),
        take: () => void setState({ q: null, cuisine: [cuisine.name] }),
      })),
      ...found.dishes.slice(0, 4).map((dish) => ({
        id: `d-${dish.name}`,
        icon: <Soup aria-hidden />,
        text: dish.name,
        detail: t("kitchens", { count: dish.restaurantCount }),
        take: () => void setState({ q: dish.name }),
      })),
      ...found.restaurants.slice(0, 4).map((restaurant) => ({
        id: `r-${restaurant.id}`,
        icon: <Store aria-hidden />,
        text: restaurant.name,
        detail: formatDistance(restaurant.distanceMeters, locale),
        take: () => router.push(`/restaurants/${restaurant.id}`),
      })),
    ];
  }
  const take = (choice: Choice) => {
    choice.take();
    setOpen(false);
    setActive(-1);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (choices.length === 0) return;
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      setActive((now) => (now + step + choices.length + 1) % (choices.length + 1));
    } else if (event.key === "Enter") {
      event.preventDefault();
      const choice = choices[active];
      if (choice) take(choice);
      else setOpen(false);
    } else if (event.key === "Escape") {
      if (open && choices.length > 0) setOpen(false);
      else search("");
    }
  };

  return (
    <search className={cn("relative", className)}>
      <Search
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-4 z-1 size-5 -translate-y-1/2 text-ink-faint"
      />
      <input
        ref={input}
        type="text"
        inputMode="search"
        enterKeyHint="search"
        role="combobox"
        aria-label={t("label")}
        aria-expanded={choices.length > 0}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={choices[active] ? `${listId}-${active}` : undefined}
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        value={q}
        placeholder={t("placeholder")}
        onChange={(event) => {
          search(event.target.value);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
        className="h-13 w-full rounded-full border-[length:var(--border-weight)] border-line-strong/50 bg-surface pr-13 pl-12 text-base shadow-lift-1 transition placeholder:text-ink-faint hover:border-line-strong focus:border-leaf focus:shadow-lift-2 focus:outline-3 focus:outline-offset-0 focus:outline-leaf/25"
      />
      {q ? (
        <IconButton
          size="sm"
          label={t("clear")}
          className="absolute top-2 right-2"
          onClick={() => {
            search("");
            input.current?.focus();
          }}
        >
          <X aria-hidden />
        </IconButton>
      ) : null}
      <div
        id={listId}
        role="listbox"
        aria-label={t("suggestions")}
        hidden={choices.length === 0}
        className="absolute inset-x-0 top-full z-30 mt-2 max-h-96 overflow-y-auto rounded-xl border bg-raised p-1.5 shadow-lift-3"
      >
        {choices.map((choice, index) => (
          <div
            key={choice.id}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === active}
            // Before the field loses the focus, so that the press counts.
            onPointerDown={(event) => {
              event.preventDefault();
              take(choice);
            }}
            className={cn(
              "flex min-h-11 cursor-pointer items-center gap-3 rounded-lg px-3 py-2 [&>svg]:size-4.5 [&>svg]:shrink-0 [&>svg]:text-ink-faint",
              index === active ? "bg-sunken" : "hover:bg-sunken",
            )}
          >
            {choice.icon}
            <span className="min-w-0 flex-1 truncate font-medium">{choice.text}</span>
            <span className="shrink-0 text-sm text-ink-faint">{choice.detail}</span>
          </div>
        ))}
      </div>
    </search>
  );
}
