"use client";

import type { RestaurantCard as Card } from "@tiffin/domain/wire/restaurants";
import { CoverArt } from "@tiffin/ui/cover-art";
import { cn } from "@tiffin/ui/lib/cn";
import { formatDistance } from "@tiffin/ui/lib/format";
import { formatMoney } from "@tiffin/ui/lib/money";
import { Price } from "@tiffin/ui/price";
import { Rating } from "@tiffin/ui/rating";
import { Skeleton } from "@tiffin/ui/skeleton";
import { Clock, Leaf } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";

/** One kitchen in the list. The whole card is the link; its name is the link's text. */
export function RestaurantCard({ card }: { card: Card }) {
  const t = useTranslations("card");
  const locale = useLocale();
  const away = !card.isOpen || !card.canDeliver;
  return (
    <article className="group relative [contain-intrinsic-size:auto_20rem] [content-visibility:auto]">
      <div
        className={cn(
          "relative aspect-[16/9] overflow-hidden sm:aspect-[16/10] rounded-2xl transition-shadow duration-300 group-hover:shadow-lift-2",
          away && "[&>svg]:opacity-45 [&>svg]:grayscale-[0.85]",
        )}
      >
        {card.imageUrl ? (
          // oxlint-disable-next-line nextjs/no-img-element -- sizes are the operator's own
          <img src={card.imageUrl} alt="" loading="lazy" className="size-full object-cover" />
        ) : (
          <CoverArt
            artKey={card.imageKey}
            name={card.name}
            cuisines={card.cuisines}
            className="transition-transform duration-500 ease-out group-hover:scale-[1.035]"
          />
        )}
        {away ? (
          <span className="absolute inset-x-3 bottom-3 flex">
            <span className="rounded-full bg-ink px-3 py-1.5 text-xs font-semibold text-paper">
              {card.isOpen ? t("tooFar") : t("closed")}
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
              href={`/restaurants/${card.id}`}
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
          <span className="truncate">{card.cuisines.join(", ")}</span>
        </p>
        <p className="mt-0.5 text-sm text-ink-faint">
          {formatDistance(card.distanceMeters, locale)}
          {card.costForTwo ? ` · ${t("forTwo", { price: formatMoney(card.costForTwo, locale) })}` : ""}
        </p>
        {card.matchedDishes.length > 0 ? (
          <ul className="mt-2.5 flex flex-col gap-1 rounded-lg bg-turmeric-tint px-3 py-2">
            {card.matchedDishes.slice(0, 2).map((dish) => (
              <li key={dish.id} className="flex justify-between gap-3 text-sm text-turmeric-ink">
                <span className="truncate font-medium">{dish.name}</span>
                <Price money={dish.price} className="font-semibold" />
              </li>
            ))}
          </ul>
        ) : null}
      </div>
    </article>
  );
}

export const RestaurantCardSkeleton = () => (
  <div>
    <Skeleton className="aspect-[16/9] rounded-2xl sm:aspect-[16/10]" />
    <div className="flex justify-between gap-6 pt-3.5">
      <Skeleton className="h-5 w-3/5" />
      <Skeleton className="h-5 w-14" />
    </div>
    <Skeleton className="mt-2 h-4 w-4/5" />
    <Skeleton className="mt-2 h-4 w-2/5" />
  </div>
);
