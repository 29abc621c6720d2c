"use client";

import { ConnectionDot, type ConnectionState } from "@tiffin/ui/connection-dot";
import { LocateFixed, LocateOff, WifiOff } from "lucide-react";
import { useTranslations } from "next-intl";
import type { Outlook } from "./outlook.ts";

/** On the map: that the phone's position is being shared, and that what is on the screen is live. */
export function SharingChip({ outlook, live }: { outlook: Outlook; live: ConnectionState }) {
  const t = useTranslations("gps");
  if (outlook !== "looking") return null;
  return (
    <div className="absolute top-3 left-3 z-10 flex max-w-[calc(100%-1.5rem)] items-center gap-3 rounded-full border-[length:var(--border-weight)] bg-raised py-2 pr-4 pl-3 shadow-lift-2">
      <p role="status" className="inline-flex items-center gap-2 text-sm font-semibold text-sky">
        <LocateFixed aria-hidden className="size-4 shrink-0" />
        {t("sharing")}
      </p>
      <ConnectionDot
        state={live}
        words={{ live: t("live"), connecting: t("connecting"), lost: t("reconnecting") }}
        className="shrink-0"
      />
    </div>
  );
}

/** Over a ride: what is in the way of sharing; the ride itself goes on. */
export function LocationTrouble({ outlook, onRetry }: { outlook: Outlook; onRetry: () => void }) {
  const t = useTranslations("gps");
  if (outlook === "looking" || outlook === "asking") return null;
  const network = outlook === "no-network";
  const Icon = network ? WifiOff : LocateOff;
  return (
    <div role="status" className="flex items-center gap-3 rounded-xl bg-danger-tint px-4 py-2.5 text-danger">
      <Icon aria-hidden className="size-5 shrink-0" />
      <p className="min-w-0 flex-1 text-sm font-semibold">{t(outlook)}</p>
      {network ? null : (
        <button
          type="button"
          onClick={onRetry}
          className="-my-1 -mr-2 min-h-11 shrink-0 rounded-full px-3 text-sm font-semibold underline underline-offset-4"
        >
          {t("retry")}
        </button>
      )}
    </div>
  );
}
