"use client";

import { Minus, Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { cn } from "./lib/cn.ts";

/** A quantity with − and +. `name` is what is being counted, for those who hear the page. */
export function Stepper({
  name,
  value,
  onChange,
  min = 0,
  max = 99,
  size = "md",
  className,
}: {
  name: string;
  value: number;
  onChange: (value: number) => void;
  min?: number;
  max?: number;
  size?: "sm" | "md";
  className?: string | undefined;
}) {
  const t = useTranslations("ui");
  const button = cn(
    "flex items-center justify-center text-leaf-ink transition hover:bg-leaf/10 active:scale-90 disabled:opacity-35",
    size === "sm" ? "size-11" : "size-12",
  );
  return (
    <div
      role="group"
      aria-label={t("quantityOf", { name })}
      className={cn(
        "inline-flex items-center overflow-hidden rounded-full border-[length:var(--border-weight)] border-leaf/40 bg-leaf-tint",
        className,
      )}
    >
      <button
        type="button"
        className={button}
        aria-label={t("oneLess", { name })}
        disabled={value <= min}
        onClick={() => onChange(value - 1)}
      >
        <Minus aria-hidden className="size-4" strokeWidth={2.5} />
      </button>
      <output
        key={value}
        aria-live="polite"
        className="tabular min-w-6 animate-bump text-center text-sm font-bold text-leaf-ink"
      >
        {value}
      </output>
      <button
        type="button"
        className={button}
        aria-label={t("oneMore", { name })}
        disabled={value >= max}
        onClick={() => onChange(value + 1)}
      >
        <Plus aria-hidden className="size-4" strokeWidth={2.5} />
      </button>
    </div>
  );
}
