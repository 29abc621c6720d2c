"use client";

import type { RestaurantCard } from "@tiffin/domain/wire/restaurants";
import { formatComing } from "@tiffin/ui/lib/format";
import { regionOf } from "@tiffin/ui/lib/money";
import { useLocale, useTranslations } from "next-intl";
import { usePlace } from "../place/place-provider.tsx";

/** Why a kitchen can't be ordered from just now, and from when on it can. */
export function AwayText({ card }: { card: RestaurantCard }) {
  const t = useTranslations("card");
  const locale = regionOf(useLocale());
  const { cities, centre } = usePlace();
  if (card.isOpen) return t("tooFar");
  const timeZone = cities.find((city) => city.slug === centre?.citySlug)?.timeZone;
  if (!card.nextOpensAt || !timeZone) return t("closed");
  return t("opensAt", { time: formatComing(card.nextOpensAt, locale, timeZone) });
}
