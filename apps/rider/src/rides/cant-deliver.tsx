"use client";

import { CANT_DELIVER_REASONS, DOOR_WAIT_MS, type CantDeliverReason } from "@tiffin/domain/ride/cant-deliver";
import type { Ride } from "@tiffin/domain/wire/riders";
import { Button } from "@tiffin/ui/button";
import { Dialog } from "@tiffin/ui/dialog";
import { RadioCard, RadioCards } from "@tiffin/ui/radio-cards";
import { useTranslations } from "next-intl";
import { useState } from "react";

const BEFORE_PICK_UP: readonly CantDeliverReason[] = ["restaurant_closed", "vehicle", "unsafe"];
const AT_DOOR: ReadonlySet<CantDeliverReason> = new Set(["customer_absent"]);

/** What can be the reason at this point of a ride. */
export function reasonsFor({ status }: Pick<Ride, "status">): readonly CantDeliverReason[] {
  if (status === "ASSIGNED" || status === "AT_RESTAURANT") return BEFORE_PICK_UP;
  return CANT_DELIVER_REASONS.filter(
    (reason) => reason !== "restaurant_closed" && (status === "AT_CUSTOMER" || !AT_DOOR.has(reason)),
  );
}

/** When it doesn't go on: why, and what follows from it, before it is said. */
export function CantDeliver({
  ride,
  open,
  onOpenChange,
  onGiveUp,
}: {
  ride: Ride;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Resolves to whether the rider is free of it. */
  onGiveUp: (reason: CantDeliverReason) => Promise<boolean>;
}) {
  const t = useTranslations("cant");
  const [reason, setReason] = useState<CantDeliverReason | null>(null);
  const [busy, setBusy] = useState(false);
  const carried = ride.status === "PICKED_UP" || ride.status === "AT_CUSTOMER";
  const say = async () => {
    if (reason === null) return;
    setBusy(true);
    const free = await onGiveUp(reason);
    setBusy(false);
    if (free) onOpenChange(false);
  };
  return (
    <Dialog
      kind="sheet"
      open={open}
      onOpenChange={onOpenChange}
      title={t("title")}
      description={carried ? t("bodyCarried") : t("bodyBefore")}
      footer={
        <div className="flex flex-col gap-2">
          <Button size="xl" wide tone="danger" busy={busy} disabled={reason === null} onClick={() => void say()}>
            {carried ? t("confirmCarried") : t("confirmBefore")}
          </Button>
          <Button tone="ghost" size="lg" wide disabled={busy} onClick={() => onOpenChange(false)}>
            {t("keep")}
          </Button>
        </div>
      }
    >
      <RadioCards<CantDeliverReason | "">
        label={t("title")}
        value={reason ?? ""}
        onChange={(next) => next && setReason(next)}
      >
        {reasonsFor(ride).map((value) => (
          <RadioCard key={value} value={value} className="min-h-14 font-semibold">
            {t(`reasons.${value}`)}
          </RadioCard>
        ))}
      </RadioCards>
      {reason === "customer_absent" ? (
        <p className="mt-3 text-sm text-ink-soft">{t("waitFirst", { minutes: DOOR_WAIT_MS / 60_000 })}</p>
      ) : null}
    </Dialog>
  );
}
