"use client";

import type { RestaurantCard } from "@tiffin/domain/wire/restaurants";
import { useTimes } from "@tiffin/ui/lib/use-times";
import { useTranslations } from "next-intl";
import { usePlace } from "../place/place-provider.tsx";

/** Why a kitchen can't be ordered from just now, and from when on it can. */
export function AwayText({ card }: { card: RestaurantCard }) {
  const t = useTranslations("card");
  const { cities, centre } = usePlace();
  const timeZone = cities.find((city) => city.slug === centre?.citySlug)?.timeZone;
  const { coming } = useTimes(timeZone ?? "UTC");
  if (card.isOpen) return t("tooFar");
  if (!card.nextOpensAt || !timeZone) return t("closed");
  return t("opensAt", { time: coming(card.nextOpensAt) });
}
