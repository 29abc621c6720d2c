"use client";

import type { Order } from "@tiffin/domain/wire/orders";
import { Button } from "@tiffin/ui/button";
import { ExternalLink, Hourglass } from "lucide-react";
import { useTranslations } from "next-intl";

/** While the payment is open: the bank's step to take, or the wait for its answer. */
export function PaymentNotice({ order }: { order: Order }) {
  const t = useTranslations("order");
  if (order.status !== "PAYMENT_PENDING" && order.status !== "CREATED") return null;
  const url = safeUrl(order.payment.nextAction?.url);
  return (
    <div className="mt-5 rounded-2xl bg-turmeric-tint p-5 text-turmeric-ink" role="status">
      <p className="flex items-center gap-2.5 font-semibold">
        <Hourglass aria-hidden className="size-5" />
        {url ? t("approveTitle") : t("pendingTitle")}
      </p>
      <p className="mt-1 text-sm">{url ? t("approveBody") : t("pendingBody")}</p>
      {url ? (
        <Button asChild tone="accent" size="lg" wide className="mt-4">
          <a href={url}>
            {t("approve")}
            <ExternalLink aria-hidden className="size-4.5" />
          </a>
        </Button>
      ) : null}
    </div>
  );
}

/** Only web addresses become links. */
function safeUrl(url: string | undefined): string | null {
  if (!url || !URL.canParse(url)) return null;
  return ["http:", "https:"].includes(new URL(url).protocol) ? url : null;
}
