"use client";

import type { Ticket } from "@tiffin/domain/wire/kitchen";
import { Button } from "@tiffin/ui/button";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useKitchen } from "../kitchen/kitchen-context.tsx";
import { MinutesStepper } from "../kitchen/minutes-stepper.tsx";
import { RejectDialog } from "./reject-dialog.tsx";
import { useTicketActions } from "./use-ticket-actions.ts";

/** Accept with the minutes it takes, or reject with a reason. */
export function AnswerPanel({ ticket }: { ticket: Ticket }) {
  const t = useTranslations("ticket");
  const { kitchen } = useKitchen();
  const [minutes, setMinutes] = useState(kitchen.prepMinutes);
  const [rejecting, setRejecting] = useState(false);
  const { busy, accept, reject } = useTicketActions(ticket);
  return (
    <div className="flex flex-col gap-3">
      <MinutesStepper value={minutes} onChange={setMinutes} label={t("readyIn", { number: ticket.number })} />
      <div className="flex gap-2">
        <Button size="xl" className="min-w-0 flex-1 px-4" busy={busy} onClick={() => accept(minutes)}>
          {t("accept")}
        </Button>
        <Button
          size="xl"
          tone="danger-quiet"
          className="px-5 text-lg"
          disabled={busy}
          onClick={() => setRejecting(true)}
        >
          {t("reject")}
        </Button>
      </div>
      <RejectDialog
        number={ticket.number}
        open={rejecting}
        onOpenChange={setRejecting}
        onReject={(reason) => {
          setRejecting(false);
          reject(reason);
        }}
      />
    </div>
  );
}
