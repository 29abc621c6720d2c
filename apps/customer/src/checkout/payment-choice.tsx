"use client";

import { RadioCard, RadioCards } from "@tiffin/ui/radio-cards";
import { Select } from "@tiffin/ui/select";
import { type Money, formatMoney } from "@tiffin/ui/lib/money";
import { Banknote, CreditCard, Smartphone } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { type Payment, firstToken, sandboxCards, sandboxUpi } from "./sandbox-instruments.ts";

const methods = [
  { type: "card", icon: CreditCard },
  { type: "upi", icon: Smartphone },
  { type: "cash", icon: Banknote },
] as const;

export function PaymentChoice({
  value,
  onChange,
  demo,
  total,
}: {
  value: Payment;
  onChange: (payment: Payment) => void;
  demo: boolean;
  total: Money | null;
}) {
  const t = useTranslations("payment");
  const locale = useLocale();
  return (
    <div>
      <RadioCards
        label={t("method")}
        value={value.type}
        onChange={(type) => onChange({ type, token: firstToken[type] })}
        className="grid-cols-3"
      >
        {methods
          .filter(({ type }) => demo || type === "cash")
          .map(({ type, icon: Icon }) => (
            <RadioCard
              key={type}
              value={type}
              className="flex-col items-start gap-1.5 px-3.5 sm:flex-row sm:items-center sm:gap-3"
            >
              <Icon aria-hidden className="size-5 shrink-0 text-leaf-ink" />
              <span className="leading-tight">
                <span className="block text-sm font-semibold">{t(`${type}.title`)}</span>
                <span className="block text-xs text-ink-soft">{t(`${type}.hint`)}</span>
              </span>
            </RadioCard>
          ))}
      </RadioCards>
      {value.type === "card" ? (
        <SandboxCard token={value.token} onChange={(token) => onChange({ ...value, token })} />
      ) : null}
      {value.type === "upi" ? (
        <SandboxUpi token={value.token} onChange={(token) => onChange({ ...value, token })} />
      ) : null}
      {value.type === "cash" ? (
        <p className="mt-3 flex items-start gap-3 rounded-2xl bg-leaf-tint px-4 py-3.5 text-sm text-leaf-ink">
          <Banknote aria-hidden className="size-5 shrink-0" />
          <span>
            <span className="block font-semibold">
              {total ? t("cashReady", { amount: formatMoney(total, locale, { exact: true }) }) : t("cashReadyUnknown")}
            </span>
            {t("cashChange")}
          </span>
        </p>
      ) : null}
    </div>
  );
}

/** A test card, looking like one, and openly not a real one. */
function SandboxCard({ token, onChange }: { token: string; onChange: (token: string) => void }) {
  const t = useTranslations("payment");
  const card = sandboxCards.find((one) => one.token === token) ?? sandboxCards[0];
  return (
    <div className="mt-3 grid gap-4 rounded-2xl border bg-surface p-4 sm:grid-cols-[15rem_1fr] sm:items-center">
      <div
        aria-hidden
        className="relative mx-auto flex aspect-[1.586] w-full max-w-60 flex-col justify-between overflow-hidden rounded-2xl bg-leaf p-4 text-on-leaf"
      >
        <span className="absolute -top-10 -right-10 size-36 rounded-full bg-turmeric/90" />
        <span className="absolute top-12 -right-14 size-32 rounded-full bg-tamarind/80" />
        <span className="text-2xs font-bold tracking-widest uppercase">{t("sandbox")}</span>
        <span className="tabular text-lg tracking-[0.14em]">•••• {card.last4}</span>
        <span className="text-sm font-semibold">{card.brand}</span>
      </div>
      <div>
        <p className="mb-2 text-sm text-ink-soft">{t("sandboxHint")}</p>
        <Select
          label={t("sandboxCard")}
          value={card.token}
          onChange={onChange}
          options={sandboxCards.map((one) => ({
            value: one.token as string,
            label: `··${one.last4} · ${t(`tokens.${one.token}`)}`,
          }))}
        />
      </div>
    </div>
  );
}

function SandboxUpi({ token, onChange }: { token: string; onChange: (token: string) => void }) {
  const t = useTranslations("payment");
  const upi = sandboxUpi.find((one) => one.token === token) ?? sandboxUpi[0];
  return (
    <div className="mt-3 rounded-2xl border bg-surface p-4">
      <p className="mb-2 text-sm text-ink-soft">{t("sandboxHint")}</p>
      <Select
        label={t("sandboxUpi")}
        value={upi.token}
        onChange={onChange}
        options={sandboxUpi.map((one) => ({
          value: one.token as string,
          label: `${one.handle} · ${t(`tokens.${one.token}`)}`,
        }))}
      />
    </div>
  );
}
