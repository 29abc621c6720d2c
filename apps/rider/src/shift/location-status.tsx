"use client";

import { isVague } from "@tiffin/domain/location/judge-ping";
import { ConnectionDot, type ConnectionState } from "@tiffin/ui/connection-dot";
import { BatteryLow, History, LocateFixed, LocateOff, MoonStar, WifiOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import type { LocationSharing } from "../location/location-sharer.ts";
import { WayOut } from "../location/way-out-steps.tsx";
import type { Outlook } from "./outlook.ts";

/** On the map, for the whole of a shift: whether the phone's position is being shared, kept for later, or not known. */
export function SharingChip({
  outlook,
  live,
  sharing,
}: {
  outlook: Outlook;
  live: ConnectionState;
  sharing: Pick<LocationSharing, "gps" | "stream" | "queued">;
}) {
  const t = useTranslations("gps");
  if (outlook === "asking") return null;
  const shares = sharing.gps === "sharing";
  const kept = shares && (outlook === "no-network" || (sharing.stream !== "open" && sharing.queued > 1));
  const Icon = shares ? LocateFixed : LocateOff;
  return (
    <div className="absolute top-3 left-3 z-10 flex max-w-[calc(100%-1.5rem)] items-center gap-3 rounded-full border-[length:var(--border-weight)] bg-raised py-2 pr-4 pl-3 shadow-lift-2">
      <p
        role="status"
        data-testid="sharing"
        className={`inline-flex min-w-0 items-center gap-2 text-sm font-semibold ${shares ? "text-sky" : "text-danger"}`}
      >
        <Icon aria-hidden className="size-4 shrink-0" />
        <span className="truncate">
          {kept ? t("kept", { count: sharing.queued }) : shares ? t("sharing") : t("notSharing")}
        </span>
      </p>
      {shares && !kept ? (
        <ConnectionDot
          state={live}
          words={{ live: t("live"), connecting: t("connecting"), lost: t("reconnecting") }}
          className="shrink-0"
        />
      ) : null}
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
    <div role="status" className="rounded-xl bg-danger-tint px-4 py-2.5 text-danger">
      <div className="flex items-center gap-3">
        <Icon aria-hidden className="size-5 shrink-0" />
        <p className="min-w-0 flex-1 text-sm font-semibold">{t(outlook)}</p>
        {network ? null : (
          <button
            type="button"
            onClick={onRetry}
            className="-my-1 -mr-2 min-h-(--tap) shrink-0 rounded-full px-3 text-sm font-semibold underline underline-offset-4"
          >
            {t("retry")}
          </button>
        )}
      </div>
      {outlook === "blocked" ? <WayOut className="mt-1 mb-1 text-ink" /> : null}
    </div>
  );
}

/** The screen's lock takes a moment to be granted, and again after each return to the page. */
const dozeSeconds = 4;

/** What makes positions rarer or stops them soon, while nothing is wrong yet. */
export function SharingHints({ sharing, awake }: { sharing: LocationSharing; awake: boolean }) {
  const t = useTranslations("gps");
  const [mayDoze, setMayDoze] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setMayDoze(!awake), awake ? 0 : dozeSeconds * 1_000);
    return () => clearTimeout(timer);
  }, [awake]);
  const hints = [
    ...(sharing.fix !== null && isVague(sharing.fix) ? [{ Icon: LocateOff, text: t("vague") }] : []),
    ...(sharing.batteryLow ? [{ Icon: BatteryLow, text: t("batteryLow") }] : []),
    ...(mayDoze ? [{ Icon: MoonStar, text: t("mayDoze") }] : []),
    ...(sharing.dropped > 0 ? [{ Icon: History, text: t("dropped", { count: sharing.dropped }) }] : []),
  ];
  if (sharing.gps !== "sharing" || hints.length === 0) return null;
  return (
    <ul className="flex flex-col gap-1 text-sm text-ink-soft">
      {hints.map(({ Icon, text }) => (
        <li key={text} className="flex items-start gap-2">
          <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
          {text}
        </li>
      ))}
    </ul>
  );
}
