"use client";

import { addDays } from "@tiffin/domain/opening-hours/local-time";
import { CLOSURES_AHEAD_DAYS, type KitchenHours } from "@tiffin/domain/wire/kitchen-hours";
import { Button } from "@tiffin/ui/button";
import { IconButton } from "@tiffin/ui/icon-button";
import { Input } from "@tiffin/ui/input";
import { X } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import { dateInWords } from "./weekdays.ts";

/** Holidays and repairs: days of which customers are told that they are closed. Saved one by one. */
export function DaysOff({
  today,
  closures,
  adding,
  onAdd,
  removing,
  onRemove,
}: {
  today: string;
  closures: KitchenHours["closures"];
  adding: boolean;
  onAdd: (date: string, reason: string) => Promise<void>;
  /** The date that is being taken back. */
  removing: string | null;
  onRemove: (date: string) => void;
}) {
  const t = useTranslations("hours");
  const locale = useLocale();
  const headingId = useId();
  const [date, setDate] = useState("");
  const [reason, setReason] = useState("");
  const last = addDays(today, CLOSURES_AHEAD_DAYS);
  const outside = date !== "" && (date < today || date > last);

  const add = async (event: FormEvent) => {
    event.preventDefault();
    if (date === "" || outside || adding) return;
    const added = await onAdd(date, reason.trim()).then(
      () => true,
      () => false,
    );
    if (!added) return;
    setDate("");
    setReason("");
  };
  return (
    <section aria-labelledby={headingId} className="mt-10">
      <h2 id={headingId} className="display text-2xl">
        {t("daysOff")}
      </h2>
      <p className="mt-1 mb-4 text-ink-soft">{t("daysOffHint")}</p>
      {closures.length === 0 ? (
        <p className="mb-4 text-ink-faint">{t("noDaysOff")}</p>
      ) : (
        <ul className="mb-4 divide-y rounded-xl border-[length:var(--border-weight)] bg-surface">
          {closures.map((closure) => {
            const words = dateInWords(closure.date, locale);
            return (
              <li key={closure.date} className="flex items-center gap-3 py-2 pr-2 pl-4">
                <div className="min-w-0 flex-1">
                  <p className="font-semibold">{words}</p>
                  {closure.reason === null ? null : <p className="truncate text-ink-soft">{closure.reason}</p>}
                </div>
                <IconButton
                  label={t("reopen", { date: words })}
                  disabled={removing === closure.date}
                  onClick={() => onRemove(closure.date)}
                >
                  <X aria-hidden />
                </IconButton>
              </li>
            );
          })}
        </ul>
      )}
      <form onSubmit={(event) => void add(event)} className="flex flex-wrap items-start gap-3">
        <Input
          type="date"
          label={t("date")}
          required
          min={today}
          max={last}
          value={date}
          error={outside ? t("dateOutside") : undefined}
          onChange={(event) => setDate(event.target.value)}
          className="w-48"
        />
        <Input
          label={t("reason")}
          maxLength={120}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          className="min-w-56 flex-1"
        />
        <Button type="submit" size="lg" busy={adding} disabled={date === "" || outside} className="mt-6">
          {t("closeOn")}
        </Button>
      </form>
    </section>
  );
}
