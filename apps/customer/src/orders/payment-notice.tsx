"use client";

import type { Order } from "@tiffin/domain/wire/orders";
import { Button } from "@tiffin/ui/button";
import { Countdown } from "@tiffin/ui/countdown";
import { formatMoney } from "@tiffin/ui/lib/money";
import { Banknote, ExternalLink, Hourglass, ShieldCheck, Smartphone } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { pendingStepOf } from "./payment-step.ts";
import { webAddress } from "./web-address.ts";

/** While the payment is open: the bank's step to take, the app to look into, or the wait for an answer. */
export function PaymentNotice({ order, returned }: { order: Order; returned: boolean }) {
  const t = useTranslations("order");
  const locale = useLocale();
  const { payment } = order;
  const step = pendingStepOf(order, returned);
  if (!step) return null;
  const amount = formatMoney(payment.amount, locale, { exact: true });
  const url = webAddress(payment.nextAction?.url);
  const expires = payment.expiresAt ? (
    <p className="mt-3 text-sm">
      {t("approveWithin")} <Countdown until={payment.expiresAt} className="font-bold" />
    </p>
  ) : null;
  switch (step) {
    case "approve":
      return (
        <Notice icon={<ShieldCheck aria-hidden />} title={t("approveTitle")}>
          <p>{t("approveBody", { amount })}</p>
          {url ? (
            <Button asChild tone="accent" size="lg" wide className="mt-4">
              <a href={url}>
                {t("approve")}
                <ExternalLink aria-hidden className="size-4.5" />
              </a>
            </Button>
          ) : null}
          {expires}
        </Notice>
      );
    case "returned":
      return (
        <Notice icon={<Hourglass aria-hidden />} title={t("returnedTitle")}>
          <p>{t("returnedBody")}</p>
          {url ? (
            <a href={url} className="mt-2 inline-flex min-h-11 items-center font-semibold underline underline-offset-4">
              {t("approveAgain")}
            </a>
          ) : null}
        </Notice>
      );
    case "upi":
      return (
        <Notice icon={<Smartphone aria-hidden />} title={t("upiTitle", { amount })}>
          <ol className="mt-1 list-inside list-decimal space-y-0.5">
            <li>{t("upiStep1")}</li>
            <li>{t("upiStep2")}</li>
            <li>{t("upiStep3")}</li>
          </ol>
          {expires}
        </Notice>
      );
    case "waiting":
      return (
        <Notice icon={<Hourglass aria-hidden />} title={t("pendingTitle")}>
          <p>{t("pendingBody")}</p>
        </Notice>
      );
  }
}

/** What to have at hand at the door. */
export function CashNotice({ order }: { order: Order }) {
  const t = useTranslations("order");
  const locale = useLocale();
  return (
    <p className="flex items-center gap-3 rounded-2xl bg-leaf-tint px-5 py-4 text-sm font-semibold text-leaf-ink">
      <Banknote aria-hidden className="size-5 shrink-0" />
      {t("cashReady", { amount: formatMoney(order.total, locale, { exact: true }) })}
    </p>
  );
}

const Notice = ({ icon, title, children }: { icon: ReactNode; title: string; children: ReactNode }) => (
  <div className="mt-5 rounded-2xl bg-turmeric-tint p-5 text-turmeric-ink" role="status">
    <p className="flex items-center gap-2.5 font-semibold [&_svg]:size-5 [&_svg]:shrink-0">
      {icon}
      {title}
    </p>
    <div className="mt-1 text-sm">{children}</div>
  </div>
);
