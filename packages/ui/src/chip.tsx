import type { ComponentProps, ReactNode } from "react";
import { cn } from "./lib/cn.ts";

/**
 * A toggle that narrows a list; `count` is how many results it would leave, null while that is being counted: its room is
 * kept, so that the chips beside it stand still. A disabled one can still be reached and read: it says why with its count.
 */
export function FilterChip({
  pressed,
  count,
  icon,
  disabled,
  onClick,
  className,
  children,
  ...rest
}: ComponentProps<"button"> & { pressed: boolean; count?: number | null | undefined; icon?: ReactNode }) {
  return (
    <button
      type="button"
      aria-pressed={pressed}
      aria-disabled={disabled ? true : undefined}
      onClick={disabled ? undefined : onClick}
      className={cn(
        "inline-flex h-11 shrink-0 items-center gap-1.5 rounded-full border-[length:var(--border-weight)] px-3.5 text-sm font-medium whitespace-nowrap transition not-aria-disabled:active:scale-[0.97]",
        pressed
          ? "border-leaf bg-leaf text-on-leaf"
          : "bg-surface text-ink not-aria-disabled:hover:border-line-strong aria-disabled:cursor-default aria-disabled:text-ink-faint aria-disabled:opacity-60",
        // The room that a count is given beyond its digits is room on this side already.
        count !== undefined && "pr-2",
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
