"use client";

import type { OpsOrderDetail } from "@tiffin/domain/wire/ops";
import { Button } from "@tiffin/ui/button";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { AssignDialog } from "../actions/assign-dialog.tsx";
import { CancelDialog } from "../actions/cancel-dialog.tsx";
import { RefundDialog } from "../actions/refund-dialog.tsx";
import { isOpen } from "../order-words.tsx";

const ASSIGNABLE: ReadonlySet<OpsOrderDetail["status"]> = new Set(["CONFIRMED", "ASSIGNED", "READY"]);

/** Give it to a rider, call it off, give money back: what its state allows. */
export function OrderActions({ order }: { order: OpsOrderDetail }) {
  const t = useTranslations("ops");
  const [open, setOpen] = useState<"assign" | "cancel" | "refund" | null>(null);
  const close = () => setOpen(null);
  return (
    <div className="flex flex-wrap gap-2">
      {ASSIGNABLE.has(order.status) ? (
        <Button onClick={() => setOpen("assign")}>{t(order.riderId ? "reassign" : "assign")}</Button>
      ) : null}
      {order.refundable.amount > 0 ? (
        <Button tone="outline" onClick={() => setOpen("refund")}>
          {t("refund")}
        </Button>
      ) : null}
      {isOpen(order) ? (
        <Button tone="danger-quiet" onClick={() => setOpen("cancel")}>
          {t("cancel")}
        </Button>
      ) : null}
      {open === "assign" ? <AssignDialog order={order} onClose={close} /> : null}
      {open === "cancel" ? <CancelDialog order={order} onClose={close} /> : null}
      {open === "refund" ? <RefundDialog order={order} onClose={close} /> : null}
    </div>
  );
}
