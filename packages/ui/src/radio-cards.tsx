"use client";

import { RadioGroup } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./lib/cn.ts";

/** One choice out of a few that each deserve a card: addresses, ways to pay. */
export function RadioCards<T extends string>({
  label,
  value,
  onChange,
  className,
  children,
}: {
  label: string;
  value: T | null;
  onChange: (value: T) => void;
  className?: string | undefined;
  children: React.ReactNode;
}) {
  return (
    <RadioGroup.Root
      aria-label={label}
      value={value ?? ""}
      onValueChange={(next) => onChange(next as T)}
      className={cn("grid gap-2", className)}
    >
      {children}
    </RadioGroup.Root>
  );
}

export function RadioCard({ className, ...rest }: ComponentProps<typeof RadioGroup.Item>) {
  return (
    <RadioGroup.Item
      className={cn(
        "flex min-h-14 items-center gap-3 rounded-xl border-[length:var(--border-weight)] bg-surface px-4 py-3 text-left transition hover:border-line-strong",
        "data-[state=checked]:border-leaf data-[state=checked]:bg-leaf-tint data-[state=checked]:shadow-[inset_0_0_0_1px_var(--leaf)]",
        className,
      )}
      {...rest}
    />
  );
}
