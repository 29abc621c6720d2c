import { Slot } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./lib/cn.ts";

export function Card({
  asChild,
  pressable,
  className,
  ...rest
}: ComponentProps<"div"> & { asChild?: boolean; pressable?: boolean }) {
  const Box = asChild ? Slot.Root : "div";
  return (
    <Box
      className={cn(
        "rounded-xl border-[length:var(--border-weight)] bg-surface",
        pressable &&
          "transition-[box-shadow,border-color,transform] hover:border-line-strong/50 hover:shadow-lift-2 active:scale-[0.995]",
        className,
      )}
      {...rest}
    />
  );
}
