"use client";

import type { RestaurantCard as Card } from "@tiffin/domain/wire/restaurants";
import { cn } from "@tiffin/ui/lib/cn";
import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { firstAway } from "./kitchen-state.ts";
import { MoreResults } from "./more-results.tsx";
import { RestaurantCard, RestaurantCardSkeleton } from "./restaurant-card.tsx";
import { usePlaceInList } from "./use-place-in-list.ts";
import type { Search } from "./use-search.ts";

const grid = "grid gap-x-6 gap-y-8 sm:grid-cols-2 lg:grid-cols-3";

/** The kitchens as a list; those that can't deliver now stand apart, when the order puts them last. */
export function Results({ search, cards }: { search: Search; cards: readonly Card[] }) {
  const t = useTranslations("search");
  const { pages, asked } = search;
  const list = useRef<HTMLDivElement>(null);
  usePlaceInList(list);
  // Who pressed for more goes on reading at the first one that came.
  const goOnFrom = useRef<number | null>(null);
  useEffect(() => {
    const from = goOnFrom.current;
    if (from === null || cards.length <= from) return;
    goOnFrom.current = null;
    list.current?.querySelectorAll<HTMLElement>("[data-kitchen] h3 a")[from]?.focus({ preventScroll: true });
  }, [cards.length]);
  const split = asked.sort === "relevance" ? firstAway(cards) : cards.length;
  const words = asked.q ?? "";
  return (
    <div
      ref={list}
      // Dims only when the answer lets itself be waited for, so that quick ones don't flicker.
      className={cn("transition-opacity", pages.isPlaceholderData && "opacity-60 delay-200")}
      aria-busy={pages.isPlaceholderData}
    >
      <Cards cards={cards.slice(0, split)} words={words} />
      {split < cards.length ? (
        <section aria-labelledby="away-title">
          <h2 id="away-title" className="display seam mt-10 mb-5 pt-7 text-lg text-ink-soft">
            {t("notNow")}
          </h2>
          <Cards cards={cards.slice(split)} words={words} />
        </section>
      ) : null}
      {pages.hasNextPage && !pages.isPlaceholderData ? (
        <MoreResults
          key={cards.length}
          busy={pages.isFetchingNextPage}
          failed={pages.isFetchNextPageError}
          onMore={(byHand) => {
            if (byHand) goOnFrom.current = cards.length;
            void pages.fetchNextPage();
          }}
        />
      ) : null}
    </div>
  );
}

const Cards = ({ cards, words }: { cards: readonly Card[]; words: string }) => (
  <ul className={grid}>
    {cards.map((card) => (
      <li key={card.id}>
        <RestaurantCard card={card} words={words} />
      </li>
    ))}
  </ul>
);

export const ResultsSkeleton = () => (
  <div className={grid}>
    {Array.from({ length: 9 }, (_, index) => (
      <RestaurantCardSkeleton key={index} />
    ))}
  </div>
);
