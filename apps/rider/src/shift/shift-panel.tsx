"use client";

import { Button } from "@tiffin/ui/button";
import { PushCard } from "@tiffin/ui/push/push-card";
import { SpotArt } from "@tiffin/ui/spot-art";
import { LocateOff, RadioTower, Satellite, WifiOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { WayOut } from "../location/way-out-steps.tsx";
import { ActionBar } from "./action-bar.tsx";
import type { Outlook } from "./outlook.ts";

const icons = { "no-network": WifiOff, blocked: LocateOff, "no-signal": Satellite, asking: RadioTower };

/** Between deliveries: off shift, waiting for an offer, or what keeps offers away. */
export function ShiftPanel({
  online,
  outlook,
  queued,
  busy,
  onChange,
  onRetryLocation,
}: {
  online: boolean;
  outlook: Outlook;
  /** Positions kept on the phone until there is a network. */
  queued: number;
  busy: boolean;
  onChange: (online: boolean) => void;
  onRetryLocation: () => void;
}) {
  const t = useTranslations("shift");
  if (!online) {
    return (
      <section aria-labelledby="shift-title" className="flex flex-col gap-4">
        <div className="flex items-center gap-4">
          <SpotArt kind="sleeping" className="h-20 w-auto shrink-0" />
          <div>
            <h1 id="shift-title" className="display text-2xl">
              {t("offTitle")}
            </h1>
            <p className="mt-1 text-ink-soft">{t("offBody")}</p>
          </div>
        </div>
        <p className="text-sm text-ink-soft">{t("needsLocation")}</p>
        <ActionBar>
          <Button size="xl" wide busy={busy} onClick={() => onChange(true)}>
            {t("goOnline")}
          </Button>
        </ActionBar>
      </section>
    );
  }
  const trouble = outlook === "blocked" || outlook === "no-signal" || outlook === "no-network";
  return (
    <section aria-labelledby="shift-title" className="flex flex-col gap-4">
      <div role="status" className="flex items-start gap-4">
        {outlook === "looking" ? <Beacon /> : <Trouble kind={outlook} grave={trouble} />}
        <div className="min-w-0">
          <h1 id="shift-title" className="display text-2xl">
            {t(`${outlook}.title`)}
          </h1>
          <p className="mt-0.5 text-ink-soft">{t(`${outlook}.body`)}</p>
          {outlook === "blocked" ? <WayOut className="mt-3" /> : null}
          {outlook === "no-network" && queued > 1 ? (
            <p className="mt-1 text-sm text-ink-soft">{t("queued", { count: queued })}</p>
          ) : null}
        </div>
      </div>
      <PushCard name="shift" title={t("pushTitle")} body={t("pushBody")} />
      <ActionBar>
        {outlook === "blocked" || outlook === "no-signal" ? (
          <Button size="xl" wide onClick={onRetryLocation}>
            {t("retryLocation")}
          </Button>
        ) : null}
        <Button tone="outline" size="lg" wide busy={busy} onClick={() => onChange(false)}>
          {t("goOffline")}
        </Button>
      </ActionBar>
    </section>
  );
}

function Beacon() {
  return (
    <span aria-hidden className="relative flex size-12 shrink-0 items-center justify-center">
      <span className="absolute inset-3 animate-beacon rounded-full bg-leaf/40 motion-reduce:hidden" />
      <span className="size-4 rounded-full bg-leaf" />
    </span>
  );
}

function Trouble({ kind, grave }: { kind: keyof typeof icons; grave: boolean }) {
  const Icon = icons[kind];
  return (
    <span
      aria-hidden
      className={`flex size-12 shrink-0 items-center justify-center rounded-full ${grave ? "bg-danger text-on-danger" : "bg-sky-tint text-sky"}`}
    >
      <Icon className="size-6" />
    </span>
  );
}
