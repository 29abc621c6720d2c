"use client";

import { Switch as Radix } from "radix-ui";
import { type ReactNode, useId } from "react";
import { cn } from "./lib/cn.ts";

/**
 * On or off, at once. `label` names what is switched; `state` says in words how it stands ("Taking orders"), so that the
 * colour need not.
 */
export function Switch({
  label,
  state,
  hideLabel,
  checked,
  onChange,
  disabled,
  size = "md",
  className,
}: {
  label: string;
  state?: ReactNode;
  hideLabel?: boolean;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
  size?: "md" | "lg";
  className?: string | undefined;
}) {
  const id = useId();
  return (
    <span className={cn("inline-flex items-center gap-3", className)}>
      <label htmlFor={id} className={cn("font-semibold select-none", hideLabel && "sr-only")}>
        {label}
      </label>
      {state ? (
        <span aria-hidden className="text-sm font-semibold whitespace-nowrap text-ink-soft">
          {state}
        </span>
      ) : null}
      <Radix.Root
        id={id}
        checked={checked}
        onCheckedChange={onChange}
        disabled={disabled ?? false}
        className={cn(
          "relative shrink-0 rounded-full border-2 transition-colors disabled:opacity-50",
          "border-line-strong bg-sunken data-[state=checked]:border-leaf data-[state=checked]:bg-leaf",
          // The track is smaller than a finger; what can be hit is not.
          "before:absolute before:-inset-2.5 before:content-['']",
          size === "lg" ? "h-9 w-16" : "h-7 w-12",
        )}
      >
        <Radix.Thumb
          className={cn(
            "block rounded-full bg-line-strong transition-transform data-[state=checked]:bg-on-leaf",
            size === "lg"
              ? "size-7 translate-x-0.5 data-[state=checked]:translate-x-7.5"
              : "size-5 translate-x-0.5 data-[state=checked]:translate-x-5.5",
          )}
        />
      </Radix.Root>
    </span>
  );
}
