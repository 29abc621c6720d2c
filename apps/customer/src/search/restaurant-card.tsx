"use client";

import type { RestaurantCard as Card } from "@tiffin/domain/wire/restaurants";
import { CoverArt } from "@tiffin/ui/cover-art";
import { cn } from "@tiffin/ui/lib/cn";
import { formatDistance } from "@tiffin/ui/lib/format";
import { formatMoney } from "@tiffin/ui/lib/money";
import { Price } from "@tiffin/ui/price";
import { Rating } from "@tiffin/ui/rating";
import { Skeleton } from "@tiffin/ui/skeleton";
import { ChevronRight, Clock, Leaf } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { useCuisineName } from "./cuisine-name.ts";
import { isAway } from "./kitchen-state.ts";
import { AwayText } from "./away-text.tsx";

const mostDishes = 2;

/** The page of a kitchen, with what was searched for on top of its menu. */
export const kitchenHref = (id: string, words: string, dishId?: string): string => {
  const query = new URLSearchParams({ ...(words ? { for: words } : {}), ...(dishId ? { item: dishId } : {}) });
  return `/restaurants/${id}${query.size > 0 ? `?${query}` : ""}`;
};

/** One kitchen in the list. The whole card is the link; its name is the link's text. */
export function RestaurantCard({ card, words }: { card: Card; words: string }) {
  const t = useTranslations("card");
  const locale = useLocale();
  const cuisineName = useCuisineName();
  const away = isAway(card);
  return (
    <article className="group relative" data-kitchen={card.id}>
      <div
        className={cn(
          "relative aspect-[16/9] overflow-hidden rounded-2xl transition-shadow duration-300 group-hover:shadow-lift-2 sm:aspect-[16/10]",
          away && "[&>img]:opacity-45 [&>img]:grayscale-[0.85] [&>svg]:opacity-45 [&>svg]:grayscale-[0.85]",
        )}
      >
        <Picture card={card} />
        {away ? (
          <span className="absolute inset-x-3 bottom-3 flex">
            <span className="rounded-full bg-ink px-3 py-1.5 text-xs font-semibold text-paper">
              <AwayText card={card} />
            </span>
          </span>
        ) : (
          <span className="tabular absolute right-3 bottom-3 inline-flex items-center gap-1.5 rounded-full bg-surface px-2.5 py-1.5 text-xs font-bold shadow-lift-1">
            <Clock aria-hidden className="size-3.5 text-leaf-ink" strokeWidth={2.5} />
            {t("minutes", { low: card.etaMinutes.low, high: card.etaMinutes.high })}
          </span>
        )}
      </div>
      <div className="px-0.5 pt-3 pb-1">
        <div className="flex items-start justify-between gap-3">
          <h3 className="display min-w-0 text-lg leading-snug">
            <Link
              href={kitchenHref(card.id, words)}
              className="line-clamp-2 after:absolute after:inset-0 after:rounded-2xl focus-visible:outline-none focus-visible:after:outline-3 focus-visible:after:outline-offset-2 focus-visible:after:outline-focus"
            >
              {card.name}
            </Link>
          </h3>
          <Rating value={card.rating} count={card.ratingCount} className="mt-0.5 shrink-0" />
        </div>
        <p className="mt-0.5 flex items-center gap-1.5 text-sm text-ink-soft">
          {card.isPureVeg ? (
            <span className="inline-flex shrink-0 items-center gap-1 font-semibold text-veg">
              <Leaf aria-hidden className="size-3.5" />
              {t("pureVeg")}
            </span>
          ) : null}
          {card.isPureVeg ? <span aria-hidden>·</span> : null}
          <span className="truncate">{card.cuisines.map(cuisineName).join(", ")}</span>
        </p>
        <p className="mt-0.5 text-sm text-ink-faint">
          {formatDistance(card.distanceMeters, locale)}
          {card.costForTwo ? ` · ${t("forTwo", { price: formatMoney(card.costForTwo, locale) })}` : ""}
        </p>
      </div>
      {card.matchedDishes.length > 0 ? (
        <ul
          aria-label={t("dishes", { name: card.name })}
          className="relative z-1 mt-2 divide-y divide-turmeric/25 rounded-xl bg-turmeric-tint"
        >
          {card.matchedDishes.slice(0, mostDishes).map((dish) => (
            <li key={dish.id}>
              <Link
                href={kitchenHref(card.id, words, dish.id)}
                className="flex min-h-11 items-center gap-2 rounded-xl px-3 text-sm text-turmeric-ink hover:underline"
              >
                <span className="min-w-0 flex-1 truncate font-medium">{dish.name}</span>
                <Price money={dish.price} className="font-semibold" />
                <ChevronRight aria-hidden className="-mr-1 size-4 shrink-0 opacity-70" />
              </Link>
            </li>
          ))}
        </ul>
      ) : null}
    </article>
  );
}

export function Picture({ card, className }: { card: Card; className?: string }) {
  if (card.imageUrl) {
    // oxlint-disable-next-line nextjs/no-img-element -- sizes are the operator's own
    return <img src={card.imageUrl} alt="" loading="lazy" className={cn("size-full object-cover", className)} />;
  }
  return (
    <CoverArt
      artKey={card.imageKey}
      name={card.name}
      cuisines={card.cuisines}
      className={cn("transition-transform duration-500 ease-out group-hover:scale-[1.035]", className)}
    />
  );
}

/** As tall as a card without dishes. */
export const RestaurantCardSkeleton = () => (
  <div>
    <Skeleton className="aspect-[16/9] rounded-2xl sm:aspect-[16/10]" />
    <div className="px-0.5 pt-3 pb-1">
      <div className="flex h-[1.55rem] items-center justify-between gap-6">
        <Skeleton className="h-5 w-3/5" />
        <Skeleton className="h-4 w-14" />
      </div>
      <div className="mt-0.5 flex h-5 items-center">
        <Skeleton className="h-3.5 w-4/5" />
      </div>
      <div className="mt-0.5 flex h-5 items-center">
        <Skeleton className="h-3.5 w-2/5" />
      </div>
    </div>
  </div>
);
