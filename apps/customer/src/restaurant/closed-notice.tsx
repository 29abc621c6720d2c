"use client";

import type { Menu } from "@tiffin/domain/wire/restaurants";
import { Moon, Pause } from "lucide-react";
import { useTranslations } from "next-intl";
import { useOpeningText } from "./opening-text.ts";

/** Why nothing can be put into the cart just now, and from when on it can. */
export function ClosedNotice({ restaurant }: { restaurant: Menu["restaurant"] }) {
  const t = useTranslations("restaurant");
  const opens = useOpeningText(restaurant);
  if (!restaurant.orderable || (restaurant.isOpen && restaurant.acceptingOrders)) return null;
  const paused = restaurant.isOpen;
  const Icon = paused ? Pause : Moon;
  return (
    <div className="mb-4 flex items-start gap-3.5 rounded-2xl bg-tamarind-tint px-5 py-4 text-tamarind-ink">
      <Icon aria-hidden className="mt-0.5 size-5 shrink-0" />
      <div>
        <p className="font-semibold">{paused ? t("pausedTitle") : t("closedTitle")}</p>
        <p className="text-sm" suppressHydrationWarning>
          {paused ? t("pausedBody") : opens ? t("closedUntil", { time: opens }) : t("closedBody")}
        </p>
      </div>
    </div>
  );
}
