"use client";

import { Button } from "@tiffin/ui/button";
import { SpotArt } from "@tiffin/ui/spot-art";
import { useTranslations } from "next-intl";

/** Between deliveries: off shift, or waiting for an offer. */
export function ShiftPanel({
  online,
  busy,
  onChange,
}: {
  online: boolean;
  busy: boolean;
  onChange: (online: boolean) => void;
}) {
  const t = useTranslations("shift");
  if (!online) {
    return (
      <section aria-labelledby="shift-title" className="flex flex-col gap-4">
        <div className="flex items-center gap-4">
          <SpotArt kind="sleeping" className="h-20 w-auto shrink-0" />
          <div>
            <h2 id="shift-title" className="display text-2xl">
              {t("offTitle")}
            </h2>
            <p className="mt-1 text-ink-soft">{t("offBody")}</p>
          </div>
        </div>
        <Button size="xl" wide busy={busy} onClick={() => onChange(true)}>
          {t("goOnline")}
        </Button>
        <p className="text-sm text-ink-faint">{t("needsLocation")}</p>
      </section>
    );
  }
  return (
    <section aria-labelledby="shift-title" className="flex flex-col gap-4">
      <div className="flex items-center gap-4">
        <span aria-hidden className="relative flex size-12 shrink-0 items-center justify-center">
          <span className="absolute inset-0 animate-beacon rounded-full bg-leaf/30 motion-reduce:hidden" />
          <span className="size-4 rounded-full bg-leaf" />
        </span>
        <div>
          <h2 id="shift-title" className="display text-2xl">
            {t("waitingTitle")}
          </h2>
          <p className="text-ink-soft">{t("waitingBody")}</p>
        </div>
      </div>
      <Button tone="outline" size="lg" wide busy={busy} onClick={() => onChange(false)}>
        {t("goOffline")}
      </Button>
    </section>
  );
}
