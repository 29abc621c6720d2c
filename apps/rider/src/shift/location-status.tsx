"use client";

import { LocateFixed, LocateOff, RadioTower } from "lucide-react";
import { useTranslations } from "next-intl";
import type { LocationSharing } from "../location/location-sharer.ts";

/** Says plainly whether the phone's position is being shared, and what is in the way when it isn't. */
export function LocationStatus({ sharing }: { sharing: LocationSharing }) {
  const t = useTranslations("gps");
  if (sharing.gps === "off") return null;
  const trouble = sharing.gps === "denied" || sharing.gps === "unavailable";
  const Icon = trouble ? LocateOff : sharing.gps === "asking" ? RadioTower : LocateFixed;
  return (
    <div role="status" className="flex flex-col gap-1">
      <p className={`inline-flex items-start gap-2 text-sm font-semibold ${trouble ? "text-danger" : "text-sky"}`}>
        <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
        {t(sharing.gps)}
      </p>
      {sharing.queued > 1 && sharing.stream !== "open" ? (
        <p className="text-xs text-ink-faint">{t("queued", { count: sharing.queued })}</p>
      ) : null}
    </div>
  );
}
