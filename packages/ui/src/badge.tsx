import { type VariantProps, cva } from "class-variance-authority";
import type { ComponentProps } from "react";
import { cn } from "./lib/cn.ts";

const badge = cva("inline-flex items-center gap-1 rounded-sm px-1.5 py-0.5 text-xs font-semibold whitespace-nowrap", {
  variants: {
    tone: {
      neutral: "bg-sunken text-ink-soft",
      leaf: "bg-leaf-tint text-leaf-ink",
      turmeric: "bg-turmeric-tint text-turmeric-ink",
      tamarind: "bg-tamarind-tint text-tamarind-ink",
      danger: "bg-danger-tint text-danger",
      sky: "bg-sky-tint text-sky",
      solid: "bg-ink text-paper",
    },
  },
  defaultVariants: { tone: "neutral" },
});

export type BadgeTone = NonNullable<VariantProps<typeof badge>["tone"]>;

export function Badge({ tone, className, ...rest }: ComponentProps<"span"> & VariantProps<typeof badge>) {
  return <span className={cn(badge({ tone }), className)} {...rest} />;
}
