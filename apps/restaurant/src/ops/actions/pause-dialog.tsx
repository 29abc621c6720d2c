"use client";

import { useMutation } from "@tanstack/react-query";
import { RadioCard, RadioCards } from "@tiffin/ui/radio-cards";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "../../api/trpc.tsx";
import { ActionDialog, ReasonField } from "./action-dialog.tsx";
import { useOpsAction } from "./use-ops-action.ts";

const LENGTHS = ["15", "30", "60", "120", "open-ended"] as const;
type Length = (typeof LENGTHS)[number];

/** Keeps a restaurant from getting orders for a while, or lets it have them again. */
export function PauseDialog({
  kitchen,
  resume,
  onClose,
}: {
  kitchen: { id: string; name: string };
  resume: boolean;
  onClose: () => void;
}) {
  const t = useTranslations("ops");
  const trpc = useTRPC();
  const [length, setLength] = useState<Length>("30");
  const [reason, setReason] = useState("");
  const { problem, keyOf, handlers } = useOpsAction(onClose);
  const { name } = kitchen;
  const pausing = useMutation(trpc.ops.kitchens.pause.mutationOptions(handlers(t("did.paused", { name }))));
  const resuming = useMutation(trpc.ops.kitchens.resume.mutationOptions(handlers(t("did.resumed", { name }))));
  if (resume) {
    return (
      <ActionDialog
        title={t("resumeTitle", { name })}
        description={t("resumeBody")}
        confirm={t("resume")}
        ready
        busy={resuming.isPending}
        problem={problem}
        onClose={onClose}
        onConfirm={() => resuming.mutate({ id: kitchen.id, idempotencyKey: keyOf({ resume: kitchen.id }) })}
      />
    );
  }
  return (
    <ActionDialog
      title={t("pauseTitle", { name })}
      description={t("pauseBody")}
      confirm={t("pause")}
      tone="danger"
      ready={reason.trim() !== ""}
      busy={pausing.isPending}
      problem={problem}
      onClose={onClose}
      onConfirm={() => {
        const minutes = length === "open-ended" ? null : Number(length);
        const body = { id: kitchen.id, minutes, reason: reason.trim() };
        pausing.mutate({ ...body, idempotencyKey: keyOf(body) });
      }}
    >
      <RadioCards label={t("howLong")} value={length} onChange={setLength} className="grid-cols-2">
        {LENGTHS.map((each) => (
          <RadioCard key={each} value={each} className="last:col-span-2">
            {each === "open-ended" ? t("untilResumed") : t("forMinutes", { minutes: Number(each) })}
          </RadioCard>
        ))}
      </RadioCards>
      <ReasonField
        label={t("reason")}
        usual={[t("why.overwhelmed"), t("why.noAnswer"), t("why.theyAsked")]}
        value={reason}
        onChange={setReason}
      />
    </ActionDialog>
  );
}
