"use client";

import { Minus, Plus } from "lucide-react";
import { useTranslations } from "next-intl";

const STEP = 5;
const LEAST = 5;
const MOST = 120;

/** How many minutes a dish takes, in steps of five; made for a thumb. */
export function PrepStepper({
  label,
  value,
  onChange,
}: {
  label: string;
  value: number;
  onChange: (minutes: number) => void;
}) {
  const t = useTranslations("prep");
  const set = (next: number) => onChange(Math.min(MOST, Math.max(LEAST, next)));
  const button =
    "flex size-14 items-center justify-center rounded-full text-ink transition hover:bg-raised active:scale-90 disabled:opacity-30";
  return (
    <div role="group" aria-label={label} className="flex items-center justify-between rounded-full bg-sunken">
      <button
        type="button"
        aria-label={t("less")}
        disabled={value <= LEAST}
        // From 12 the step down is 10, not 7.
        onClick={() => set(Math.ceil(value / STEP) * STEP - STEP)}
        className={button}
      >
        <Minus aria-hidden className="size-6" strokeWidth={2.5} />
      </button>
      <output aria-live="polite" className="display tabular text-xl">
        {t("minutes", { minutes: value })}
      </output>
      <button
        type="button"
        aria-label={t("more")}
        disabled={value >= MOST}
        onClick={() => set(Math.floor(value / STEP) * STEP + STEP)}
        className={button}
      >
        <Plus aria-hidden className="size-6" strokeWidth={2.5} />
      </button>
    </div>
  );
}
