"use client";

import { Button } from "@tiffin/ui/button";
import { Dialog } from "@tiffin/ui/dialog";
import { Input } from "@tiffin/ui/input";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";

const REASONS = ["soldOut", "tooBusy", "closing", "equipment"] as const;

/** Why an order is refused: one of the usual reasons, or in own words. The customer reads it. */
export function RejectDialog({
  number,
  open,
  onOpenChange,
  onReject,
}: {
  number: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onReject: (reason: string) => void;
}) {
  const t = useTranslations("reject");
  const [own, setOwn] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const reason = own.trim();
    if (reason) onReject(reason);
  };
  return (
    <Dialog
      kind="sheet"
      open={open}
      onOpenChange={onOpenChange}
      title={t("title", { number })}
      description={t("description")}
    >
      <ul className="flex flex-col gap-2">
        {REASONS.map((reason) => (
          <li key={reason}>
            <Button tone="outline" size="lg" wide className="justify-start" onClick={() => onReject(t(reason))}>
              {t(reason)}
            </Button>
          </li>
        ))}
      </ul>
      <form onSubmit={submit} className="mt-5 flex items-end gap-3">
        <Input
          label={t("own")}
          value={own}
          maxLength={200}
          onChange={(event) => setOwn(event.target.value)}
          className="flex-1"
        />
        <Button type="submit" tone="danger" size="lg" disabled={own.trim() === ""}>
          {t("send")}
        </Button>
      </form>
    </Dialog>
  );
}
