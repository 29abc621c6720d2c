import type { ComponentProps, ReactNode } from "react";
import { cn } from "./lib/cn.ts";

/**
 * A toggle that narrows a list; `count` is how many results it would leave, null while that is being counted: its room is
 * kept, so that the chips beside it stand still.
 */
export function FilterChip({
  pressed,
  count,
  icon,
  className,
  children,
  ...rest
}: ComponentProps<"button"> & { pressed: boolean; count?: number | null | undefined; icon?: ReactNode }) {
  return (
    <button
      type="button"
      aria-pressed={pressed}
      className={cn(
        "inline-flex h-11 shrink-0 items-center gap-1.5 rounded-full border-[length:var(--border-weight)] px-3.5 text-sm font-medium whitespace-nowrap transition active:scale-[0.97]",
        pressed
          ? "border-leaf bg-leaf text-on-leaf"
          : "bg-surface text-ink hover:border-line-strong disabled:text-ink-faint disabled:opacity-60",
        className,
      )}
      {...rest}
    >
      {icon}
      {children}
      {count === undefined ? null : (
        <span className={cn("tabular min-w-5 text-left text-xs", pressed ? "opacity-80" : "text-ink-faint")}>
          {count}
        </span>
      )}
    </button>
  );
}

/** A small label that can't be pressed. */
export function Chip({ className, ...rest }: ComponentProps<"span">) {
  return (
    <span
      className={cn("inline-flex items-center gap-1 rounded-full bg-sunken px-2.5 py-1 text-xs font-medium", className)}
      {...rest}
    />
  );
}
