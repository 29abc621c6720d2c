"use client";

import type { OpsOrderDetail } from "@tiffin/domain/wire/ops";
import { Price } from "@tiffin/ui/price";
import { useTranslations } from "next-intl";
import { Section } from "./section.tsx";

/** What was ordered, and the bill. */
export function Items({ order }: { order: OpsOrderDetail }) {
  const t = useTranslations("ops");
  const sums = [
    { key: "subtotal", name: t("subtotal"), money: order.subtotal },
    { key: "fees", name: t("fees"), money: order.fees },
    { key: "taxes", name: t("taxes"), money: order.taxes },
    { key: "tip", name: t("tip"), money: order.tip },
  ].filter(({ money }) => money.amount > 0);
  return (
    <Section title={t("items")}>
      <ul className="flex flex-col gap-2">
        {order.items.map((item) => (
          <li key={item.id} className="flex justify-between gap-3">
            <span>
              <span className="tabular font-semibold">{item.quantity}×</span> {item.name}
              {item.options.length > 0 ? (
                <span className="block text-sm text-ink-soft">{item.options.map(({ name }) => name).join(" · ")}</span>
              ) : null}
              {item.note ? <span className="block text-sm text-ink-soft italic">{item.note}</span> : null}
            </span>
            <Price money={item.amount} exact />
          </li>
        ))}
      </ul>
      <dl className="mt-3 grid grid-cols-[1fr_auto] gap-y-1 border-t pt-3 text-sm [&_dd]:text-right">
        {sums.map(({ key, name, money }) => (
          <div key={key} className="col-span-2 grid grid-cols-subgrid text-ink-soft">
            <dt>{name}</dt>
            <dd>
              <Price money={money} exact />
            </dd>
          </div>
        ))}
        <div className="col-span-2 grid grid-cols-subgrid text-base font-semibold">
          <dt>{t("total")}</dt>
          <dd>
            <Price money={order.total} exact />
          </dd>
        </div>
      </dl>
    </Section>
  );
}
