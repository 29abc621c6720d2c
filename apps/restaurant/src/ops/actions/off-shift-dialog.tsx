"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "../../api/trpc.tsx";
import { ActionDialog, ReasonField } from "./action-dialog.tsx";
import { useOpsAction } from "./use-ops-action.ts";

/** Ends a rider's shift for them. */
export function OffShiftDialog({ rider, onClose }: { rider: { id: string; name: string }; onClose: () => void }) {
  const t = useTranslations("ops");
  const trpc = useTRPC();
  const [reason, setReason] = useState("");
  const { name } = rider;
  const { problem, keyOf, handlers } = useOpsAction(onClose, { RIDER_BUSY: "foodOnBoard" });
  const end = useMutation(trpc.ops.riders.takeOffShift.mutationOptions(handlers(t("did.offShift", { name }))));
  return (
    <ActionDialog
      title={t("offShiftTitle", { name })}
      description={t("offShiftBody")}
      confirm={t("offShift")}
      tone="danger"
      ready={reason.trim() !== ""}
      busy={end.isPending}
      problem={problem}
      onClose={onClose}
      onConfirm={() => {
        const body = { id: rider.id, reason: reason.trim() };
        end.mutate({ ...body, idempotencyKey: keyOf(body) });
      }}
    >
      <ReasonField
        label={t("reason")}
        usual={[t("why.unreachable"), t("why.accident"), t("why.theyAsked")]}
        value={reason}
        onChange={setReason}
      />
    </ActionDialog>
  );
}
