"use client";

import { Check, X } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { cn } from "./lib/cn.ts";
import { formatTime } from "./lib/format.ts";

export type TimelineStep = {
  key: string;
  title: ReactNode;
  detail?: ReactNode;
  at?: string | undefined;
  state: "done" | "now" | "next" | "failed";
};

/**
 * The way an order takes, top to bottom. The present step carries `aria-current="step"`. Times are told as `tellTime`
 * does; by the reader's own clock where it is not given.
 */
export function Timeline({
  steps,
  tellTime,
  className,
}: {
  steps: readonly TimelineStep[];
  tellTime?: (at: string) => string;
  className?: string | undefined;
}) {
  const locale = useLocale();
  const t = useTranslations("ui.timeline");
  return (
    <ol className={cn("flex flex-col", className)}>
      {steps.map((step, index) => {
        const last = index === steps.length - 1;
        return (
          <li
            key={step.key}
            aria-current={step.state === "now" ? "step" : undefined}
            className="relative grid grid-cols-[1.75rem_1fr_auto] gap-x-3 pb-5 last:pb-0"
          >
            {last ? null : (
              <span
                aria-hidden
                className={cn(
                  "absolute top-7 bottom-0 left-[0.8125rem] w-0.5 rounded-full",
                  step.state === "done" ? "bg-leaf" : "bg-line",
                )}
              />
            )}
            <Dot state={step.state} />
            <div className="min-w-0 pt-0.5">
              <p className={cn("font-semibold", step.state === "next" && "font-medium text-ink-faint")}>
                {step.title}
                <span className="sr-only">{`, ${t(step.state)}`}</span>
              </p>
              {step.detail ? <p className="mt-0.5 text-sm text-ink-soft">{step.detail}</p> : null}
            </div>
            {step.at ? (
              <time dateTime={step.at} suppressHydrationWarning className="tabular pt-1 text-sm text-ink-faint">
                {tellTime ? tellTime(step.at) : formatTime(step.at, locale)}
              </time>
            ) : null}
          </li>
        );
      })}
    </ol>
  );
}

function Dot({ state }: { state: TimelineStep["state"] }) {
  return (
    <span
      aria-hidden
      className={cn(
        "relative z-1 flex size-7 items-center justify-center rounded-full",
        state === "done" && "bg-leaf text-on-leaf",
        state === "failed" && "bg-danger text-on-danger",
        state === "now" && "bg-turmeric text-on-turmeric",
        state === "next" && "border-2 border-line bg-surface",
      )}
    >
      {state === "done" ? <Check className="size-4" strokeWidth={3} /> : null}
      {state === "failed" ? <X className="size-4" strokeWidth={3} /> : null}
      {state === "now" ? (
        <>
          <span className="absolute inset-0 animate-beacon rounded-full bg-turmeric motion-reduce:hidden" />
          <span className="relative size-2.5 rounded-full bg-on-turmeric" />
        </>
      ) : null}
    </span>
  );
}
