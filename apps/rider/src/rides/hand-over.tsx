"use client";

import type { MoneyWire } from "@tiffin/domain/wire/common";
import { Button } from "@tiffin/ui/button";
import { Dialog } from "@tiffin/ui/dialog";
import { OtpInput } from "@tiffin/ui/otp-input";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { CashToCollect } from "./cash-to-collect.tsx";

/** At the door: the customer's four digits, or, standing at the pin, without them. */
export function HandOver({
  open,
  onOpenChange,
  customerName,
  cashToCollect,
  onHandOver,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  customerName: string;
  cashToCollect: MoneyWire | undefined;
  /** Resolves to null when it is done, else to the refusal's code. */
  onHandOver: (pin: string | undefined) => Promise<string | null>;
}) {
  const t = useTranslations("ride");
  const [pin, setPin] = useState("");
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);

  const finish = async (typed: string | undefined) => {
    setBusy(true);
    setRefusal(null);
    const code = await onHandOver(typed);
    setBusy(false);
    if (code === null) return onOpenChange(false);
    setRefusal(code);
    setPin("");
  };
  const message =
    refusal === null
      ? null
      : refusal === "PIN_WRONG"
        ? t("pinWrong")
        : refusal === "PIN_REQUIRED"
          ? t("pinRequired")
          : refusal === "PIN_LOCKED"
            ? t("pinLocked")
            : t("failed");

  return (
    <Dialog
      kind="sheet"
      open={open}
      onOpenChange={onOpenChange}
      title={t("pinTitle")}
      description={t("pinBody", { name: customerName })}
      footer={
        <div className="flex flex-col gap-2">
          <Button size="xl" wide busy={busy} disabled={pin.length < 4} onClick={() => void finish(pin)}>
            {t("delivered")}
          </Button>
          <Button tone="ghost" size="lg" wide disabled={busy} onClick={() => void finish(undefined)}>
            {t("noPin")}
          </Button>
        </div>
      }
    >
      {cashToCollect ? (
        <div className="mb-4">
          <CashToCollect money={cashToCollect} />
        </div>
      ) : null}
      <OtpInput
        label={t("pinLabel")}
        length={4}
        value={pin}
        onChange={setPin}
        onComplete={(complete) => void finish(complete)}
        invalid={refusal === "PIN_WRONG"}
        disabled={busy}
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- the rider opened this to type the digits
        autoFocus
        {...(message ? { describedBy: "pin-refusal" } : {})}
      />
      <p id="pin-refusal" role="alert" className="mt-3 min-h-6 font-semibold text-danger">
        {message}
      </p>
    </Dialog>
  );
}
