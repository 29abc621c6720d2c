"use client";

import type { Order } from "@tiffin/domain/wire/orders";
import { Button } from "@tiffin/ui/button";
import { formatMoney } from "@tiffin/ui/lib/money";
import { formatDateTime } from "@tiffin/ui/lib/format";
import { toast } from "@tiffin/ui/toaster";
import { Printer, Share2 } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useLineName } from "../checkout/bill.tsx";

/** Onto paper, or as words to somebody: the link itself opens for its customer alone. */
export function ReceiptActions({ order }: { order: Order }) {
  const t = useTranslations("order");
  const words = useReceiptWords(order);
  const share = async () => {
    const text = words();
    try {
      if ("share" in navigator) return await navigator.share({ title: t("number", { number: order.number }), text });
      await (navigator as Navigator).clipboard.writeText(text);
      toast.success(t("copied"));
    } catch (error) {
      // Closing the sheet is no failure.
      if (error instanceof DOMException && error.name === "AbortError") return;
      toast.error(t("shareFailed"));
    }
  };
  return (
    <div className="mt-4 -mb-2 -ml-4 flex flex-wrap gap-1 print:hidden">
      <Button size="sm" tone="ghost" icon={<Printer aria-hidden className="size-4" />} onClick={() => window.print()}>
        {t("print")}
      </Button>
      <Button size="sm" tone="ghost" icon={<Share2 aria-hidden className="size-4" />} onClick={() => void share()}>
        {t("share")}
      </Button>
    </div>
  );
}

function useReceiptWords(order: Order): () => string {
  const t = useTranslations("order");
  const tb = useTranslations("bill");
  const locale = useLocale();
  const name = useLineName();
  const exact = (money: Order["total"]) => formatMoney(money, locale, { exact: true });
  return () =>
    [
      `${order.restaurant.name} · ${t("number", { number: order.number })}`,
      formatDateTime(order.placedAt, locale),
      "",
      ...order.items.map((item) => `${item.quantity} × ${item.name}: ${exact(item.amount)}`),
      "",
      ...order.feeLines.map((line) => `${name(line)}: ${exact(line.amount)}`),
      ...order.taxLines.map((line) => `${name(line)}: ${exact(line.amount)}`),
      ...(order.tip.amount > 0 ? [`${tb("tip")}: ${exact(order.tip)}`] : []),
      `${tb("total")}: ${exact(order.total)}`,
    ].join("\n");
}
