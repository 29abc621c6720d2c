"use client";

import { Check, ChevronDown } from "lucide-react";
import { Select as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./lib/cn.ts";

export type SelectOption<T extends string> = { value: T; label: ReactNode };

/** One choice out of a few. `look="pill"` is the compact form that stands among filter chips. */
export function Select<T extends string>({
  label,
  value,
  onChange,
  options,
  look = "field",
  className,
}: {
  label: string;
  value: T;
  onChange: (value: T) => void;
  options: readonly SelectOption<T>[];
  look?: "field" | "pill";
  className?: string | undefined;
}) {
  return (
    <Radix.Root value={value} onValueChange={(next) => onChange(next as T)}>
      <Radix.Trigger
        aria-label={label}
        className={cn(
          "inline-flex items-center justify-between gap-2 border-[length:var(--border-weight)] bg-surface text-ink transition-colors hover:border-line-strong",
          look === "field"
            ? "h-12 w-full rounded-lg border-line-strong/55 px-3.5"
            : "h-11 rounded-full px-4 text-sm font-medium",
          className,
        )}
      >
        {/* Said here and not left to Radix, which knows it only in the browser: the first paint has its full width. */}
        <Radix.Value>{options.find((option) => option.value === value)?.label}</Radix.Value>
        <Radix.Icon>
          <ChevronDown aria-hidden className="size-4 text-ink-faint" />
        </Radix.Icon>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={6}
          className="z-60 max-h-80 min-w-(--radix-select-trigger-width) overflow-hidden rounded-lg border bg-raised p-1 shadow-lift-3 data-[state=closed]:animate-pop-out data-[state=open]:animate-pop-in"
        >
          <Radix.Viewport>
            {options.map((option) => (
              <Radix.Item
                key={option.value}
                value={option.value}
                className="flex min-h-11 cursor-pointer items-center gap-2 rounded-md py-2 pr-3 pl-2 text-sm outline-none select-none data-[highlighted]:bg-sunken data-[state=checked]:font-semibold"
              >
                <span className="flex size-4 justify-center">
                  <Radix.ItemIndicator>
                    <Check aria-hidden className="size-4 text-leaf-ink" />
                  </Radix.ItemIndicator>
                </span>
                <Radix.ItemText>{option.label}</Radix.ItemText>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
