import type { MoneyWire } from "@tiffin/domain/wire/common";
import { formatMoney } from "@tiffin/ui/lib/money";
import { Banknote } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";

/** What the customer owes at the door: to be seen before the food changes hands. */
export function CashToCollect({ money }: { money: MoneyWire }) {
  const t = useTranslations("ride");
  const locale = useLocale();
  return (
    <p className="flex items-center gap-3 rounded-xl bg-tamarind-tint px-4 py-3 text-lg font-semibold text-tamarind-ink">
      <Banknote aria-hidden className="size-6 shrink-0" />
      {t("cash", { amount: formatMoney(money, locale, { exact: true }) })}
    </p>
  );
}
