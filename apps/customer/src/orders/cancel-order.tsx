"use client";

import type { Order } from "@tiffin/domain/wire/orders";
import { codeOf } from "@tiffin/ui/app/api";
import { Button } from "@tiffin/ui/button";
import { ConfirmDialog } from "@tiffin/ui/confirm-dialog";
import { toast } from "@tiffin/ui/toaster";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "../api/trpc.tsx";

export function CancelOrder({ order }: { order: Order }) {
  const t = useTranslations("order");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState(false);
  const cancel = useMutation(
    trpc.orders.cancel.mutationOptions({
      onSuccess: () => toast.success(t("cancelled")),
      onError: (error) => toast.error(codeOf(error) === "ORDER_NOT_CANCELLABLE" ? t("tooLate") : t("cancelFailed")),
      onSettled: () => {
        setAsking(false);
        void queryClient.invalidateQueries({ queryKey: trpc.orders.pathKey() });
      },
    }),
  );
  if (!order.cancellable) return null;
  return (
    <>
      <Button tone="danger-quiet" wide onClick={() => setAsking(true)}>
        {t("cancel")}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t("cancelTitle")}
        description={t(`cancelBody.${order.payment.method === "cash" ? "cash" : "paid"}`)}
        keep={t("cancelKeep")}
        confirm={t("cancelConfirm")}
        busy={cancel.isPending}
        onConfirm={() => cancel.mutate({ id: order.id })}
      />
    </>
  );
}
