"use client";

import { ConfirmDialog } from "@tiffin/ui/confirm-dialog";
import { RadioCard, RadioCards } from "@tiffin/ui/radio-cards";
import { Switch } from "@tiffin/ui/switch";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useKitchen } from "../kitchen/kitchen-context.tsx";
import { useUpdateKitchen } from "../kitchen/use-update-kitchen.ts";

const PAUSES = ["15", "30", "60", "120", "open-ended"] as const;
type Pause = (typeof PAUSES)[number];

/**
 * Takes orders, or not. Pausing asks once more, and for how long: a stray elbow must not close a restaurant, and a pause
 * that somebody forgets ends by itself.
 */
export function OpenSwitch() {
  const t = useTranslations("open");
  const { kitchen } = useKitchen();
  const { update } = useUpdateKitchen();
  const [asking, setAsking] = useState(false);
  const [pause, setPause] = useState<Pause>("30");
  return (
    <>
      <Switch
        size="lg"
        label={t("label")}
        hideLabel
        state={<span className="max-lg:hidden">{t(kitchen.acceptingOrders ? "taking" : "paused")}</span>}
        checked={kitchen.acceptingOrders}
        onChange={(next) => (next ? update({ acceptingOrders: true }) : setAsking(true))}
      />
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t("pauseTitle")}
        description={t("pauseBody")}
        confirm={t("pause")}
        keep={t("keep")}
        onConfirm={() => {
          update(pause === "open-ended" ? { acceptingOrders: false } : { pauseMinutes: Number(pause) });
          setAsking(false);
        }}
      >
        <RadioCards label={t("howLong")} value={pause} onChange={setPause} className="mt-4 grid-cols-2">
          {PAUSES.map((each) => (
            <RadioCard key={each} value={each} className={each === "open-ended" ? "col-span-2" : undefined}>
              {each === "open-ended" ? t("untilSwitchedOn") : t("minutes", { minutes: Number(each) })}
            </RadioCard>
          ))}
        </RadioCards>
      </ConfirmDialog>
    </>
  );
}
