"use client";

import { useMutation } from "@tanstack/react-query";
import type { OpsOrderDetail } from "@tiffin/domain/wire/ops";
import { Input } from "@tiffin/ui/input";
import { exponentOf, formatMoney } from "@tiffin/ui/lib/money";
import { RadioCard, RadioCards } from "@tiffin/ui/radio-cards";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "../../api/trpc.tsx";
import { ActionDialog, ReasonField } from "./action-dialog.tsx";
import { minorUnitsOf } from "./minor-units.ts";
import { useOpsAction } from "./use-ops-action.ts";

const PARTIES = ["platform", "restaurant", "rider"] as const;
type Party = (typeof PARTIES)[number];

/** Gives back all or a part, and says who bears it. */
export function RefundDialog({ order, onClose }: { order: OpsOrderDetail; onClose: () => void }) {
  const t = useTranslations("ops");
  const trpc = useTRPC();
  const locale = useLocale();
  const [scope, setScope] = useState<"all" | "part">("part");
  const [typed, setTyped] = useState("");
  const [liable, setLiable] = useState<Party>("platform");
  const [reason, setReason] = useState("");
  const { refundable } = order;
  const { currency } = refundable;
  const part = minorUnitsOf(typed, exponentOf(currency));
  const amount = scope === "all" ? refundable.amount : part;
  const fits = amount !== null && amount > 0 && amount <= refundable.amount;
  const { problem, keyOf, handlers } = useOpsAction(onClose);
  const said = fits ? formatMoney({ amount, currency }, locale) : "";
  const refund = useMutation(
    trpc.ops.money.refund.mutationOptions(handlers(t("did.refunded", { amount: said, number: order.number }))),
  );
  return (
    <ActionDialog
      kind="sheet"
      title={t("refundTitle", { number: order.number })}
      description={t("refundBody", { amount: formatMoney(refundable, locale) })}
      confirm={fits ? t("refundOf", { amount: said }) : t("refund")}
      tone="danger"
      ready={fits && reason.trim() !== ""}
      busy={refund.isPending}
      problem={problem}
      onClose={onClose}
      onConfirm={() => {
        if (!fits) return;
        const body = { id: order.id, amount, liable, reason: reason.trim() };
        refund.mutate({ ...body, idempotencyKey: keyOf(body) });
      }}
    >
      <RadioCards label={t("howMuch")} value={scope} onChange={setScope} className="grid-cols-2">
        <RadioCard value="part">{t("refundPart")}</RadioCard>
        <RadioCard value="all">{t("refundAll", { amount: formatMoney(refundable, locale) })}</RadioCard>
      </RadioCards>
      {scope === "part" ? (
        <Input
          label={t("amountIn", { currency })}
          inputMode="decimal"
          autoComplete="off"
          value={typed}
          error={typed !== "" && !fits ? t("amountWrong", { amount: formatMoney(refundable, locale) }) : undefined}
          onChange={(event) => setTyped(event.target.value)}
        />
      ) : null}
      <div>
        <p className="mb-1.5 text-sm font-semibold">{t("whoBears")}</p>
        <RadioCards label={t("whoBears")} value={liable} onChange={setLiable} className="grid-cols-3">
          {PARTIES.map((party) => (
            <RadioCard
              key={party}
              value={party}
              disabled={party === "rider" && order.riderId === null}
              className="justify-center px-2 text-sm disabled:opacity-45"
            >
              {t(`party.${party}`)}
            </RadioCard>
          ))}
        </RadioCards>
      </div>
      <ReasonField
        label={t("reason")}
        hint={t("customerReads")}
        usual={[t("why.missing"), t("why.cold"), t("why.late")]}
        value={reason}
        onChange={setReason}
      />
    </ActionDialog>
  );
}
