"use client";

import type { RestaurantCard as Card } from "@tiffin/domain/wire/restaurants";
import { cn } from "@tiffin/ui/lib/cn";
import { formatDistance } from "@tiffin/ui/lib/format";
import { Rating } from "@tiffin/ui/rating";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { AwayText } from "./away-text.tsx";
import { useCuisineName } from "./cuisine-name.ts";
import { isAway } from "./kitchen-state.ts";
import { Picture, kitchenHref } from "./restaurant-card.tsx";

/** A kitchen beside the map, or over its foot: small, and told apart on the map while one points at it. */
export function MapCard({
  card,
  words,
  selected,
  onPoint,
}: {
  card: Card;
  words: string;
  selected: boolean;
  onPoint: (id: string) => void;
}) {
  const t = useTranslations("card");
  const locale = useLocale();
  const cuisineName = useCuisineName();
  const away = isAway(card);
  const [dish] = card.matchedDishes;
  return (
    <article
      data-kitchen={card.id}
      className={cn(
        "group relative flex h-full items-center gap-3 rounded-2xl border bg-surface p-2.5 pr-3.5 transition",
        selected ? "border-leaf shadow-[inset_0_0_0_1px_var(--leaf)]" : "hover:border-line-strong",
      )}
    >
      <div
        className={cn(
          "size-20 shrink-0 overflow-hidden rounded-xl",
          away && "[&>img]:opacity-45 [&>img]:grayscale-[0.85] [&>svg]:opacity-45 [&>svg]:grayscale-[0.85]",
        )}
      >
        <Picture card={card} />
      </div>
      <div className="min-w-0 flex-1">
        <h3 className="display leading-snug">
          <Link
            href={kitchenHref(card.id, words)}
            onMouseEnter={() => onPoint(card.id)}
            onFocus={() => onPoint(card.id)}
            className="line-clamp-1 after:absolute after:inset-0 after:rounded-2xl focus-visible:outline-none focus-visible:after:outline-3 focus-visible:after:outline-offset-2 focus-visible:after:outline-focus"
          >
            {card.name}
          </Link>
        </h3>
        <p className="truncate text-sm text-ink-soft">{dish ? dish.name : card.cuisines.map(cuisineName).join(", ")}</p>
        <p className="mt-1 flex items-center gap-2 text-sm">
          <Rating value={card.rating} />
          <span aria-hidden className="text-ink-faint">
            ·
          </span>
          <span className={cn("truncate", away ? "text-tamarind-ink" : "font-semibold")}>
            {away ? <AwayText card={card} /> : t("minutes", { low: card.etaMinutes.low, high: card.etaMinutes.high })}
          </span>
          <span aria-hidden className="text-ink-faint">
            ·
          </span>
          <span className="shrink-0 text-ink-faint">{formatDistance(card.distanceMeters, locale)}</span>
        </p>
      </div>
    </article>
  );
}
