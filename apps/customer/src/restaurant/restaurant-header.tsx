"use client";

import type { Menu } from "@tiffin/domain/wire/restaurants";
import { Badge } from "@tiffin/ui/badge";
import { CoverArt } from "@tiffin/ui/cover-art";
import { formatMoney } from "@tiffin/ui/lib/money";
import { Rating } from "@tiffin/ui/rating";
import { Leaf, MapPin } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useCuisineName } from "../search/cuisine-name.ts";
import { useOpeningText } from "./opening-text.ts";

export function RestaurantHeader({ restaurant }: { restaurant: Menu["restaurant"] }) {
  const t = useTranslations("restaurant");
  const locale = useLocale();
  const cuisineName = useCuisineName();
  return (
    <div className="relative">
      <div className="h-44 overflow-hidden sm:h-60 sm:rounded-2xl">
        {restaurant.imageUrl ? (
          // oxlint-disable-next-line nextjs/no-img-element -- sizes are the operator's own
          <img src={restaurant.imageUrl} alt="" className="size-full object-cover" />
        ) : (
          <CoverArt artKey={restaurant.imageKey} name={restaurant.name} cuisines={restaurant.cuisines} />
        )}
      </div>
      <div className="relative mx-4 -mt-12 rounded-2xl border bg-surface p-5 shadow-lift-2 sm:mx-6 sm:p-6">
        <div className="flex items-start justify-between gap-4">
          <div className="min-w-0">
            <h1 className="display text-2xl sm:text-3xl">{restaurant.name}</h1>
            {restaurant.localName ? (
              <p lang="hi" className="display font-medium text-ink-soft">
                {restaurant.localName}
              </p>
            ) : null}
          </div>
          <Rating value={restaurant.rating} count={restaurant.ratingCount} className="mt-1.5 shrink-0 text-base" />
        </div>
        <p className="mt-1 text-ink-soft">{restaurant.cuisines.map(cuisineName).join(", ")}</p>
        <div className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-2 text-sm text-ink-soft">
          <OpenState restaurant={restaurant} />
          {restaurant.isPureVeg ? (
            <span className="inline-flex items-center gap-1 font-semibold text-veg">
              <Leaf aria-hidden className="size-4" />
              {t("pureVeg")}
            </span>
          ) : null}
          {restaurant.costForTwo ? (
            <span>{t("forTwo", { price: formatMoney(restaurant.costForTwo, locale) })}</span>
          ) : null}
          <span className="inline-flex min-w-0 items-center gap-1">
            <MapPin aria-hidden className="size-4 shrink-0" />
            <span className="truncate">{restaurant.line1}</span>
          </span>
        </div>
      </div>
    </div>
  );
}

function OpenState({ restaurant }: { restaurant: Menu["restaurant"] }) {
  const t = useTranslations("restaurant");
  const opens = useOpeningText(restaurant);
  const { isOpen, acceptingOrders, closesInMinutes } = restaurant;
  if (isOpen && !acceptingOrders) return <Badge tone="tamarind">{t("paused")}</Badge>;
  if (isOpen && closesInMinutes !== null && closesInMinutes <= 45) {
    return <Badge tone="turmeric">{t("closesIn", { minutes: closesInMinutes })}</Badge>;
  }
  if (isOpen) return <Badge tone="leaf">{t("open")}</Badge>;
  return (
    <Badge tone="tamarind">
      <span suppressHydrationWarning>{opens ? t("opensAt", { time: opens }) : t("closed")}</span>
    </Badge>
  );
}
