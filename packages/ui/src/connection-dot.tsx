"use client";

import { useTranslations } from "next-intl";
import { cn } from "./lib/cn.ts";

export type ConnectionState = "connecting" | "live" | "lost";

/** Says whether what is on the screen is live, in words and not by a colour alone. */
export function ConnectionDot({
  state,
  words,
  className,
}: {
  state: ConnectionState;
  /** The app's own words, where "positions" is not what would be old. */
  words?: Readonly<Record<ConnectionState, string>>;
  className?: string | undefined;
}) {
  const t = useTranslations("ui.connection");
  return (
    <span role="status" className={cn("inline-flex items-center gap-1.5 text-xs font-semibold", className)}>
      <span aria-hidden className="relative flex size-2">
        {state === "live" ? (
          <span className="absolute inset-0 animate-beacon rounded-full bg-veg motion-reduce:hidden" />
        ) : null}
        <span
          className={cn(
            "relative size-2 rounded-full",
            state === "live" ? "bg-veg" : state === "lost" ? "bg-tamarind" : "bg-turmeric",
          )}
        />
      </span>
      <span className={state === "lost" ? "text-tamarind-ink" : "text-ink-soft"}>{words?.[state] ?? t(state)}</span>
    </span>
  );
}
