"use client";

import type { MenuItem } from "@tiffin/domain/wire/restaurants";
import type { MenuItemUpdate } from "@tiffin/domain/wire/kitchen";
import { Button } from "@tiffin/ui/button";
import { Dialog } from "@tiffin/ui/dialog";
import { Input } from "@tiffin/ui/input";
import { useTimes } from "@tiffin/ui/lib/use-times";
import { serverNow } from "@tiffin/ui/lib/server-clock";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useKitchen } from "../kitchen/kitchen-context.tsx";
import { nextTimeOfDay } from "./back-at.ts";

const HOURS = [1, 2, 3] as const;
const HOUR_MS = 3_600_000;

/** Until when a dish is sold out: one tap for what is usual, or a time of one's own. */
export function SoldOutDialog({
  item,
  onClose,
  onChoose,
}: {
  item: MenuItem;
  onClose: () => void;
  onChoose: (update: MenuItemUpdate) => void;
}) {
  const t = useTranslations("menu");
  const { kitchen } = useKitchen();
  const { coming } = useTimes(kitchen.timeZone);
  const [typed, setTyped] = useState("");
  const [opened] = useState(() => serverNow());
  const typedAt = nextTimeOfDay(typed, kitchen.timeZone, new Date(opened));
  const inWords = (at: string) => coming(at, new Date(opened));
  const until = (unavailableUntil: string) => onChoose({ available: false, unavailableUntil });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typedAt) until(typedAt);
  };
  return (
    <Dialog
      kind="sheet"
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={t("soldOutTitle", { name: item.name })}
      description={t("soldOutBody")}
    >
      <div className="flex flex-col gap-2">
        <Button size="lg" wide onClick={() => until("tomorrow")}>
          {t("untilTomorrow")}
        </Button>
        <div className="grid grid-cols-3 gap-2">
          {HOURS.map((hours) => {
            const at = new Date(opened + hours * HOUR_MS).toISOString();
            return (
              <Button
                key={hours}
                tone="outline"
                size="lg"
                className="h-auto min-w-0 px-2 py-2.5 leading-5"
                onClick={() => until(at)}
              >
                <span className="flex flex-col items-center">
                  {t("forHours", { hours })}
                  <span className="tabular text-sm font-medium text-ink-soft">{inWords(at)}</span>
                </span>
              </Button>
            );
          })}
        </div>
        <Button tone="outline" size="lg" wide onClick={() => onChoose({ available: false })}>
          {t("untilISay")}
        </Button>
      </div>
      <form onSubmit={submit} className="mt-5 flex items-end gap-3 border-t pt-4">
        <Input
          type="time"
          label={t("ownTime")}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          className="min-w-0 flex-1"
        />
        <Button type="submit" tone="outline" size="lg" className="min-w-0" disabled={!typedAt}>
          {typedAt ? t("untilTime", { time: inWords(typedAt) }) : t("setTime")}
        </Button>
      </form>
    </Dialog>
  );
}
