"use client";

import { ConfirmDialog } from "@tiffin/ui/confirm-dialog";
import { Switch } from "@tiffin/ui/switch";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useKitchen } from "../kitchen/kitchen-context.tsx";
import { useUpdateKitchen } from "../kitchen/use-update-kitchen.ts";

/** Takes orders, or not. Pausing asks once more: a stray elbow must not close a restaurant. */
export function OpenSwitch() {
  const t = useTranslations("open");
  const { kitchen } = useKitchen();
  const { update } = useUpdateKitchen();
  const [asking, setAsking] = useState(false);
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
          update({ acceptingOrders: false });
          setAsking(false);
        }}
      />
    </>
  );
}
