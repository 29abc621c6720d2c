"use client";

import { codeOf } from "@tiffin/ui/app/api";
import { Button } from "@tiffin/ui/button";
import { type Money, formatMoney } from "@tiffin/ui/lib/money";
import { ShieldCheck, WifiOff } from "lucide-react";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { FailedCall, type Handlers } from "./refusal.tsx";
import type { Placing } from "./use-place-order.ts";

export type PlaceState = "login" | "offline" | "flagged" | "address" | "pricing" | "refused" | "pin" | "ready";

/** The one button of the checkout, at the thumb on phones. Where it can't order yet it says what comes first. */
export function PlaceBar({
  placing,
  handlers,
  total,
  state,
  flagged,
  onPlace,
  onPin,
}: {
  placing: Placing;
  handlers: Handlers;
  total: Money | null;
  state: PlaceState;
  flagged: number;
  onPlace: () => void;
  onPin: () => void;
}) {
  const t = useTranslations("checkout");
  const locale = useLocale();
  const router = useRouter();
  const price = total ? formatMoney(total, locale) : "";
  // A declined payment is told beside the ways to pay.
  const told =
    placing.refused !== null && !placing.busy && !placing.inDoubt
      ? codeOf(placing.refused) === "PAYMENT_DECLINED"
        ? "short"
        : "whole"
      : null;
  return (
    <div className="max-lg:fixed max-lg:inset-x-0 max-lg:bottom-0 max-lg:z-40 max-lg:border-t max-lg:bg-surface max-lg:px-4 max-lg:pt-3 max-lg:pb-[max(0.9rem,env(safe-area-inset-bottom))] lg:mt-5">
      {told === "whole" ? (
        <div className="mb-3">
          <FailedCall error={placing.refused} handlers={handlers} />
        </div>
      ) : null}
      {button()}
      {state === "offline" ? (
        <p className="mt-2 flex items-center justify-center gap-1.5 text-xs text-ink-soft">
          <WifiOff aria-hidden className="size-4" />
          {t("offlineKept")}
        </p>
      ) : (
        <p className="mt-2 flex items-center justify-center gap-1.5 text-xs text-ink-faint max-lg:hidden">
          <ShieldCheck aria-hidden className="size-4" />
          {t("safe")}
        </p>
      )}
    </div>
  );

  function button() {
    const look = { size: "lg", wide: true } as const;
    if (placing.busy) {
      return (
        <Button {...look} busy aria-label={t("placing")}>
          {t("place", { price })}
        </Button>
      );
    }
    if (placing.inDoubt) {
      return (
        <Button {...look} disabled={state === "offline"} onClick={placing.resolve}>
          {t("checkAgain")}
        </Button>
      );
    }
    switch (state) {
      case "login":
        return (
          <Button {...look} onClick={() => router.push("/login?next=/checkout")}>
            {t("login")}
          </Button>
        );
      case "flagged":
        return (
          <Button {...look} tone="accent" onClick={() => router.push("/cart")}>
            {t("fixFirst", { count: flagged })}
          </Button>
        );
      case "pin":
        return (
          <Button {...look} tone="accent" onClick={onPin}>
            {t("pinFirst")}
          </Button>
        );
      case "ready":
        return (
          <Button {...look} onClick={onPlace}>
            {t("place", { price })}
          </Button>
        );
      default:
        return (
          <Button {...look} disabled>
            {t(`button.${state}`)}
          </Button>
        );
    }
  }
}
