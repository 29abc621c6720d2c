import type { DayEarnings } from "@tiffin/domain/wire/riders";
import { formatMoney } from "@tiffin/ui/lib/money";
import { useLocale, useTranslations } from "next-intl";
import { dayName, shareOf } from "./days.ts";

/** A column for each day, beside the best of them; pressing one shows it. */
export function WeekBars({
  days,
  chosen,
  onChoose,
}: {
  days: readonly DayEarnings[];
  chosen: string;
  onChoose: (date: string) => void;
}) {
  const t = useTranslations("earnings");
  const locale = useLocale();
  return (
    // Into the card's padding, so that seven thumbs' widths fit on a small phone.
    <div role="group" aria-label={t("week")} className="-mx-3 mt-4 grid grid-cols-7">
      {days.map((day) => (
        <button
          key={day.date}
          type="button"
          aria-pressed={day.date === chosen}
          aria-label={t("day", {
            day: dayName(day.date, locale, "long"),
            amount: formatMoney(day.earned, locale),
            deliveries: t("deliveries", { count: day.deliveries }),
          })}
          onClick={() => onChoose(day.date)}
          className="group flex min-w-0 flex-col items-center gap-1.5 rounded-lg py-1.5 text-xs font-semibold text-ink-soft transition aria-pressed:text-leaf-ink"
        >
          <span aria-hidden className="flex h-20 w-7 items-end">
            <span
              className="min-h-1 w-full rounded-t-md rounded-b-xs bg-line-strong/45 transition-[background-color,height] group-aria-pressed:bg-leaf"
              style={{ height: `${shareOf(day, days) * 100}%` }}
            />
          </span>
          <span className="rounded-full px-2 py-0.5 group-aria-pressed:bg-leaf-tint">
            {dayName(day.date, locale, "short")}
          </span>
        </button>
      ))}
    </div>
  );
}
