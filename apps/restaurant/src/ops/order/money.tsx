"use client";

import type { OpsOrderDetail } from "@tiffin/domain/wire/ops";
import { Badge } from "@tiffin/ui/badge";
import { useTimes } from "@tiffin/ui/lib/use-times";
import { Price } from "@tiffin/ui/price";
import { useTranslations } from "next-intl";
import { Section } from "./section.tsx";

const KINDS = ["capture", "sale", "refund", "cash_deposit", "delivery", "undelivered"] as const;
const PARTIES = ["platform", "restaurant", "rider", "customer"] as const;

/** Charges, what went back and who bears it, and how the ledger has it. */
export function Money({ order }: { order: OpsOrderDetail }) {
  const t = useTranslations("ops");
  const { dateTime } = useTimes(order.kitchen.timeZone);
  return (
    <Section title={t("payment")}>
      <ul className="flex flex-col gap-3">
        {order.charges.map((charge) => (
          <li key={charge.id}>
            <div className="flex flex-wrap items-baseline justify-between gap-x-4">
              <span className="font-semibold">
                {t(`method.${methodOf(charge.method)}`)} · {t(`money.${statusOf(charge.status)}`)}
              </span>
              <Price money={charge.amount} exact className="font-semibold" />
            </div>
            <p className="font-mono text-xs break-all text-ink-faint">
              {charge.provider} · {charge.providerReference ?? t("reviews.noReference")}
              {charge.declineCode ? ` · ${charge.declineCode}` : ""}
            </p>
            {charge.reviewReason ? (
              <p className="mt-1 text-sm font-semibold text-tamarind-ink">
                {t(charge.reviewReason === "amount_differs" ? "reviews.amountDiffers" : "reviews.undecided")}
              </p>
            ) : null}
          </li>
        ))}
      </ul>
      {order.refundLog.length > 0 ? (
        <>
          <h3 className="mt-5 mb-2 font-semibold">{t("refunded")}</h3>
          <ul className="flex flex-col gap-2">
            {order.refundLog.map((refund) => (
              <li key={refund.id} className="grid grid-cols-[1fr_auto] gap-x-4 text-sm">
                <span className="font-semibold">{refund.reason}</span>
                <Price money={refund.amount} exact className="font-semibold" />
                <span className="text-ink-soft" suppressHydrationWarning>
                  {t("bornBy", { party: t(`party.${partyOf(refund.liable)}`) })} · {refund.byName ?? t("actor.system")}{" "}
                  · {dateTime(refund.at)}
                </span>
                <Badge tone={refund.status === "DONE" ? "leaf" : refund.status === "FAILED" ? "danger" : "turmeric"}>
                  {t(`refundStatus.${refund.status}`)}
                </Badge>
              </li>
            ))}
          </ul>
        </>
      ) : null}
      <Ledger order={order} />
    </Section>
  );
}

function Ledger({ order }: { order: OpsOrderDetail }) {
  const t = useTranslations("ops");
  if (order.ledger.length === 0) return <p className="mt-4 text-sm text-ink-soft">{t("ledgerEmpty")}</p>;
  return (
    <div className="mt-5 overflow-x-auto">
      <table className="w-full text-sm">
        <caption className="mb-2 text-left text-base font-semibold">{t("ledger")}</caption>
        <thead className="border-b text-left text-xs text-ink-soft [&_th]:py-2 [&_th]:font-semibold">
          <tr>
            <th scope="col">{t("column.account")}</th>
            <th scope="col" className="text-right">
              {t("column.debit")}
            </th>
            <th scope="col" className="text-right">
              {t("column.credit")}
            </th>
          </tr>
        </thead>
        {order.ledger.map((transaction) => {
          const kind = KINDS.find((known) => known === transaction.kind);
          return (
            <tbody key={transaction.id} className="border-b last:border-0">
              <tr>
                <th scope="rowgroup" colSpan={3} className="pt-2 text-left font-semibold">
                  {kind ? t(`ledgerKind.${kind}`) : transaction.kind}
                </th>
              </tr>
              {transaction.postings.map((posting, index) => (
                <tr key={`${posting.account}-${index}`} className="[&_td]:py-0.5 last:[&_td]:pb-2">
                  <td className="text-ink-soft">{t(`account.${posting.account}`)}</td>
                  <td className="text-right">
                    {posting.amount.amount > 0 ? <Price money={posting.amount} exact /> : null}
                  </td>
                  <td className="text-right">
                    {posting.amount.amount < 0 ? (
                      <Price money={{ ...posting.amount, amount: -posting.amount.amount }} exact />
                    ) : null}
                  </td>
                </tr>
              ))}
            </tbody>
          );
        })}
      </table>
    </div>
  );
}

const METHODS = ["card", "upi", "cash"] as const;
const methodOf = (method: string) => METHODS.find((known) => known === method) ?? "card";
const STATUSES = ["CREATED", "PENDING", "AUTHORIZED", "CAPTURED", "VOIDED", "REFUNDED", "DECLINED"] as const;
const statusOf = (status: string) => STATUSES.find((known) => known === status) ?? "CREATED";
const partyOf = (party: string) => PARTIES.find((known) => known === party) ?? "platform";
