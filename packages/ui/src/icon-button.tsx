import { type VariantProps, cva } from "class-variance-authority";
import type { ComponentProps } from "react";
import { cn } from "./lib/cn.ts";

const iconButton = cva(
  "inline-flex shrink-0 items-center justify-center rounded-full transition active:scale-95 disabled:pointer-events-none disabled:opacity-40",
  {
    variants: {
      tone: {
        ghost: "text-ink hover:bg-sunken",
        surface: "border-[length:var(--border-weight)] bg-surface text-ink shadow-lift-1 hover:bg-sunken",
        primary: "bg-leaf text-on-leaf hover:bg-leaf-hover",
      },
      size: { sm: "size-(--tap) [&_svg]:size-4.5", md: "size-(--tap) [&_svg]:size-5", lg: "size-14 [&_svg]:size-6" },
    },
    defaultVariants: { tone: "ghost", size: "md" },
  },
);

/** A round button with an icon and nothing else; `label` is what it says to those who can't see the icon. */
export function IconButton({
  label,
  tone,
  size,
  className,
  ...rest
}: Omit<ComponentProps<"button">, "aria-label"> & VariantProps<typeof iconButton> & { label: string }) {
  return <button type="button" aria-label={label} className={cn(iconButton({ tone, size }), className)} {...rest} />;
}
