import { type VariantProps, cva } from "class-variance-authority";
import { Slot } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./lib/cn.ts";

/** A filled button that can't be pressed yet loses its colour, not its words: they are still read, in the sun too. */
const waits = "disabled:bg-sunken disabled:text-ink-soft disabled:opacity-100 disabled:shadow-none";

const button = cva(
  [
    "inline-flex shrink-0 items-center justify-center gap-2 rounded-full font-semibold whitespace-nowrap select-none",
    "transition-[background-color,border-color,color,transform,box-shadow] active:scale-[0.98]",
    "disabled:pointer-events-none disabled:opacity-45 aria-disabled:opacity-45",
    "[&_svg]:shrink-0",
  ],
  {
    variants: {
      tone: {
        primary: `bg-leaf text-on-leaf shadow-lift-1 hover:bg-leaf-hover ${waits}`,
        accent: `bg-turmeric text-on-turmeric shadow-lift-1 hover:brightness-95 ${waits}`,
        soft: "bg-leaf-tint text-leaf-ink hover:brightness-[0.97] dark:hover:brightness-110",
        outline:
          "border-[length:var(--border-weight)] border-line-strong/60 bg-surface text-ink hover:border-line-strong",
        ghost: "text-ink hover:bg-sunken",
        danger: `bg-danger text-on-danger hover:brightness-95 ${waits}`,
        "danger-quiet": "text-danger hover:bg-danger-tint",
        link: "h-auto rounded-sm px-0! text-leaf-ink underline-offset-4 hover:underline",
      },
      size: {
        sm: "min-h-(--tap) px-4 text-sm",
        md: "min-h-(--tap) px-5 text-sm",
        lg: "min-h-13 px-6 text-base",
        /** A rider's thumb in a glove, a cook's at arm's length. */
        xl: "min-h-16 px-8 text-xl",
      },
      wide: { true: "w-full", false: "" },
    },
    defaultVariants: { tone: "primary", size: "md", wide: false },
  },
);

export type ButtonProps = ComponentProps<"button"> &
  VariantProps<typeof button> & {
    /** Gives its look to the one child, for links that read as buttons. */
    asChild?: boolean;
    /** Shows that the press is being carried out: keeps its width, refuses another press, stays focusable. */
    busy?: boolean;
    icon?: ReactNode;
  };

export function Button({ tone, size, wide, asChild, busy, icon, className, children, onClick, ...rest }: ButtonProps) {
  if (asChild) {
    return (
      <Slot.Root className={cn(button({ tone, size, wide }), className)} onClick={onClick} {...rest}>
        {children}
      </Slot.Root>
    );
  }
  return (
    <button
      type="button"
      className={cn(button({ tone, size, wide }), "relative", className)}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      {...rest}
    >
      {busy ? <Dots /> : null}
      <span className={cn("inline-flex items-center gap-2", busy && "opacity-0")}>
        {icon}
        {children}
      </span>
    </button>
  );
}

function Dots() {
  return (
    <span aria-hidden className="absolute inset-0 flex items-center justify-center gap-1">
      {[0, 1, 2].map((n) => (
        <span
          key={n}
          className="size-1.5 animate-pulse rounded-full bg-current"
          style={{ animationDelay: `${n * 160}ms` }}
        />
      ))}
    </span>
  );
}
