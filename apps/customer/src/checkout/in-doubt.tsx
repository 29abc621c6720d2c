"use client";

import { Button } from "@tiffin/ui/button";
import { EmptyState } from "@tiffin/ui/empty-state";
import { useOnline } from "@tiffin/ui/offline-banner";
import { SpotArt } from "@tiffin/ui/spot-art";
import { Hourglass } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import type { Placing } from "./use-place-order.ts";

/** Nobody knows yet whether the order stands: the network went, or the page was loaded anew in the middle of it. */
export function InDoubt({ placing, inline }: { placing: Placing; inline?: boolean }) {
  const t = useTranslations("checkout");
  const router = useRouter();
  const online = useOnline();
  const actions = (
    <div className="flex flex-wrap gap-3">
      <Button busy={placing.busy} disabled={!online} onClick={placing.resolve}>
        {t("checkAgain")}
      </Button>
      {placing.busy ? null : (
        <Button
          tone="outline"
          onClick={() => {
            placing.abandon();
            router.push("/orders");
          }}
        >
          {t("lookAtOrders")}
        </Button>
      )}
    </div>
  );
  const body = online ? t("checkingBody") : t("checkingOffline");
  if (!inline) {
    return (
      <EmptyState art={<SpotArt kind="map" />} title={t("checkingTitle")} action={actions}>
        {body}
      </EmptyState>
    );
  }
  return (
    <section role="status" className="mb-6 rounded-2xl bg-turmeric-tint p-5 text-turmeric-ink">
      <h2 className="flex items-center gap-2.5 font-semibold">
        <Hourglass aria-hidden className="size-5 shrink-0" />
        {t("checkingTitle")}
      </h2>
      <p className="mt-1 mb-4 text-sm">{body}</p>
      {actions}
    </section>
  );
}

/** The order stands; the next page is on its way. */
export function Leaving() {
  const t = useTranslations("checkout");
  return (
    <div role="status">
      <EmptyState art={<SpotArt kind="done" />} title={t("placedTitle")}>
        {t("placedBody")}
      </EmptyState>
    </div>
  );
}
