"use client";

import { RadioCard, RadioCards } from "@tiffin/ui/radio-cards";
import { Select } from "@tiffin/ui/select";
import { Banknote, CreditCard, Smartphone } from "lucide-react";
import { useTranslations } from "next-intl";

export type Payment = { type: "card" | "upi" | "cash"; token: string };

/** The sandbox's tokens, each with its own behaviour; offered where the operator runs the demo. */
const sandboxTokens = {
  card: ["tok_ok", "tok_declined", "tok_3ds", "tok_slow", "tok_timeout_before", "tok_timeout_after", "tok_error"],
  upi: ["vpa_ok", "vpa_pending", "vpa_expired"],
} as const;

const methods = [
  { type: "card", icon: CreditCard },
  { type: "upi", icon: Smartphone },
  { type: "cash", icon: Banknote },
] as const;
const firstToken = { card: "tok_ok", upi: "vpa_ok", cash: "" } as const;

export function PaymentChoice({
  value,
  onChange,
  demo,
}: {
  value: Payment;
  onChange: (payment: Payment) => void;
  demo: boolean;
}) {
  const t = useTranslations("payment");
  return (
    <div>
      <RadioCards
        label={t("method")}
        value={value.type}
        onChange={(type) => onChange({ type, token: firstToken[type] })}
        className="sm:grid-cols-3"
      >
        {methods.map(({ type, icon: Icon }) => (
          <RadioCard key={type} value={type}>
            <Icon aria-hidden className="size-5 shrink-0 text-leaf-ink" />
            <span className="leading-tight">
              <span className="block text-sm font-semibold">{t(`${type}.title`)}</span>
              <span className="block text-xs text-ink-soft">{t(`${type}.hint`)}</span>
            </span>
          </RadioCard>
        ))}
      </RadioCards>
      {demo && value.type !== "cash" ? (
        <div className="mt-3 rounded-xl bg-turmeric-tint p-4">
          <p className="text-sm font-semibold text-turmeric-ink">{t("sandboxTitle")}</p>
          <p className="mt-0.5 mb-3 text-sm text-turmeric-ink">{t("sandboxHint")}</p>
          <Select
            label={t("sandboxLabel")}
            value={value.token}
            onChange={(token) => onChange({ ...value, token })}
            options={sandboxTokens[value.type].map((token) => ({
              value: token as string,
              label: t(`tokens.${token}`),
            }))}
          />
        </div>
      ) : null}
    </div>
  );
}
