"use client";

import type { Quote } from "@tiffin/domain/wire/orders";
import { Button } from "@tiffin/ui/button";
import { Sheet } from "@tiffin/ui/dialog";
import { type Money, formatMoney } from "@tiffin/ui/lib/money";
import { ArrowRight } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { type BillChange, diffBills } from "./bill-diff.ts";
import { useLineName } from "./bill.tsx";

/** The price has changed between the quote and the order: from what to what, by which lines; and then it is asked again. */
export function QuoteChanged({
  seen,
  before,
  after,
  busy,
  onAccept,
  onBack,
}: {
  /** The total that was agreed to. */
  seen: Money;
  /** The bill that was seen; unknown after a reload. */
  before: Quote | null;
  after: Quote;
  busy: boolean;
  onAccept: () => void;
  onBack: () => void;
}) {
  const t = useTranslations("quoteChanged");
  const locale = useLocale();
  const exact = (money: Money) => formatMoney(money, locale, { exact: true });
  const changes = before ? diffBills(before, after) : [];
  const cheaper = after.total.amount < seen.amount;
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onBack()}
      title={t(cheaper ? "titleLower" : "title")}
      description={t("lead", { from: exact(seen), to: exact(after.total) })}
      footer={
        <div className="flex flex-wrap gap-3">
          <Button size="lg" tone="outline" onClick={onBack}>
            {t("back")}
          </Button>
          <Button size="lg" className="flex-1" busy={busy} onClick={onAccept}>
            {t("accept", { price: exact(after.total) })}
          </Button>
        </div>
      }
    >
      <p className="display flex flex-wrap items-center justify-center gap-3 rounded-2xl bg-sunken px-4 py-5 text-2xl">
        <s className="text-ink-faint">{exact(seen)}</s>
        <ArrowRight aria-hidden className="size-5 text-ink-faint" />
        <span className={cheaper ? "text-leaf-ink" : undefined}>{exact(after.total)}</span>
      </p>
      {changes.length > 0 ? (
        <ul className="mt-4 divide-y divide-dashed text-sm" aria-label={t("changes")}>
          {changes.map((change) => (
            <li
              key={`${change.kind}${change.name}${change.percent ?? ""}`}
              className="flex items-baseline gap-3 py-2.5"
            >
              <ChangeName change={change} />
              <span className="tabular ml-auto text-right">
                {change.from ? <s className="mr-2 text-ink-faint">{exact(change.from)}</s> : null}
                <span className="font-semibold">{change.to ? exact(change.to) : t("gone")}</span>
              </span>
            </li>
          ))}
        </ul>
      ) : null}
      <p className="mt-4 text-sm text-ink-soft">{t("nothingYet")}</p>
    </Sheet>
  );
}

function ChangeName({ change }: { change: BillChange }) {
  const t = useTranslations("bill");
  const name = useLineName();
  if (change.kind === "item") return <span>{change.name}</span>;
  if (change.kind === "tip") return <span>{t("tip")}</span>;
  return (
    <span className="text-ink-soft first-letter:uppercase">
      {name({ code: change.name, ...(change.percent === undefined ? {} : { percent: change.percent }) })}
    </span>
  );
}
