"use client";

import { addDays } from "@tiffin/domain/opening-hours/local-time";
import { IconButton } from "@tiffin/ui/icon-button";
import { Input } from "@tiffin/ui/input";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { dateInWords } from "../hours/weekdays.ts";

/** Which day of the restaurant's calendar: one back, one on, or any. */
export function DayPicker({
  date,
  today,
  onChange,
}: {
  date: string;
  today: string;
  onChange: (date: string) => void;
}) {
  const t = useTranslations("past");
  const locale = useLocale();
  return (
    <div className="mb-5 flex flex-wrap items-center gap-x-2 gap-y-3">
      <IconButton label={t("dayBefore")} tone="surface" size="lg" onClick={() => onChange(addDays(date, -1))}>
        <ChevronLeft aria-hidden />
      </IconButton>
      <h2 aria-live="polite" className="min-w-0 flex-1 px-2 text-center text-lg font-semibold">
        {date === today ? t("today") : dateInWords(date, locale)}
      </h2>
      <IconButton
        label={t("dayAfter")}
        tone="surface"
        size="lg"
        disabled={date >= today}
        onClick={() => onChange(addDays(date, 1))}
      >
        <ChevronRight aria-hidden />
      </IconButton>
      <Input
        type="date"
        label={t("day")}
        hideLabel
        max={today}
        min="2020-01-01"
        value={date}
        onChange={(event) => {
          const picked = event.target.value;
          if (picked >= "2020-01-01" && picked <= today) onChange(picked);
        }}
        className="w-44 max-sm:w-full"
      />
    </div>
  );
}
