"use client";

import { useMutation } from "@tanstack/react-query";
import type { OpsOrder } from "@tiffin/domain/wire/ops";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "../../api/trpc.tsx";
import { ActionDialog, ReasonField } from "./action-dialog.tsx";
import { useOpsAction } from "./use-ops-action.ts";

/** Calls an order off; the customer reads why. */
export function CancelDialog({ order, onClose }: { order: Pick<OpsOrder, "id" | "number">; onClose: () => void }) {
  const t = useTranslations("ops");
  const trpc = useTRPC();
  const [reason, setReason] = useState("");
  const { problem, keyOf, handlers } = useOpsAction(onClose);
  const cancel = useMutation(
    trpc.ops.orders.cancel.mutationOptions(handlers(t("did.cancelled", { number: order.number }))),
  );
  return (
    <ActionDialog
      title={t("cancelTitle", { number: order.number })}
      description={t("cancelBody")}
      confirm={t("cancel")}
      tone="danger"
      ready={reason.trim() !== ""}
      busy={cancel.isPending}
      problem={problem}
      onClose={onClose}
      onConfirm={() => {
        const body = { id: order.id, reason: reason.trim() };
        cancel.mutate({ ...body, idempotencyKey: keyOf(body) });
      }}
    >
      <ReasonField
        label={t("reason")}
        hint={t("customerReads")}
        usual={[t("why.kitchenClosed"), t("why.noRider"), t("why.customerAsked")]}
        value={reason}
        onChange={setReason}
      />
    </ActionDialog>
  );
}
