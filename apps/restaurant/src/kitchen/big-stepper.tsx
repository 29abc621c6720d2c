"use client";

import { Minus, Plus } from "lucide-react";
import type { ReactNode } from "react";

/** A number that goes up and down in steps; made for a thumb at arm's length. */
export function BigStepper({
  label,
  less,
  more,
  value,
  onChange,
  step,
  least,
  most,
  children,
}: {
  label: string;
  /** What − and + do, for those who can't see them. */
  less: string;
  more: string;
  value: number;
  onChange: (value: number) => void;
  step: number;
  least: number;
  most: number;
  /** The value in words. */
  children: ReactNode;
}) {
  const set = (next: number) => onChange(Math.min(most, Math.max(least, next)));
  const button =
    "flex size-14 shrink-0 items-center justify-center rounded-full text-ink transition hover:bg-raised active:scale-90 disabled:opacity-30";
  return (
    <div role="group" aria-label={label} className="flex items-center justify-between rounded-full bg-sunken">
      <button
        type="button"
        aria-label={less}
        disabled={value <= least}
        // In fives, the step down from 12 is 10, not 7.
        onClick={() => set(Math.ceil(value / step) * step - step)}
        className={button}
      >
        <Minus aria-hidden className="size-6" strokeWidth={2.5} />
      </button>
      <output aria-live="polite" className="display tabular text-xl whitespace-nowrap">
        {children}
      </output>
      <button
        type="button"
        aria-label={more}
        disabled={value >= most}
        onClick={() => set(Math.floor(value / step) * step + step)}
        className={button}
      >
        <Plus aria-hidden className="size-6" strokeWidth={2.5} />
      </button>
    </div>
  );
}
