"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { IconButton } from "./icon-button.tsx";
import { cn } from "./lib/cn.ts";

type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  /** Read out with the title; shown under it unless `hideHeader`. */
  description?: ReactNode;
  /** Keeps the title for screen readers only, for dialogs that begin with a picture. */
  hideHeader?: boolean;
  /** Stays below the scrolling body. */
  footer?: ReactNode;
  children?: ReactNode;
  /** `sheet` comes from below on phones and is a centred dialog from `sm` up; `drawer` comes from the right; `dialog` is always centred. */
  kind?: "dialog" | "sheet" | "drawer";
  className?: string | undefined;
};

const kinds = {
  dialog:
    "inset-x-4 top-1/2 mx-auto max-w-md -translate-y-1/2 rounded-xl data-[state=open]:animate-pop-in data-[state=closed]:animate-pop-out",
  sheet: [
    "inset-x-0 bottom-0 rounded-t-2xl max-sm:data-[state=open]:animate-sheet-in max-sm:data-[state=closed]:animate-sheet-out",
    "sm:inset-x-4 sm:top-1/2 sm:bottom-auto sm:mx-auto sm:max-w-lg sm:-translate-y-1/2 sm:rounded-2xl",
    "sm:data-[state=open]:animate-pop-in sm:data-[state=closed]:animate-pop-out",
  ].join(" "),
  drawer:
    "inset-y-0 right-0 w-full max-w-md rounded-l-2xl data-[state=open]:animate-drawer-in data-[state=closed]:animate-drawer-out",
} as const;

/** A modal over the page: traps focus, closes by Escape or a press outside, gives the focus back. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  hideHeader,
  footer,
  children,
  kind = "dialog",
  className,
}: Props) {
  const t = useTranslations("ui");
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-50 bg-scrim backdrop-blur-[2px] data-[state=closed]:animate-fade-out data-[state=open]:animate-fade-in" />
        <Radix.Content
          {...(description ? {} : { "aria-describedby": undefined })}
          className={cn(
            "fixed z-50 flex max-h-[min(92dvh,48rem)] flex-col overflow-hidden bg-raised shadow-lift-3 outline-none",
            kind === "drawer" && "max-h-none",
            kinds[kind],
            className,
          )}
        >
          {hideHeader ? (
            <>
              <Radix.Title className="sr-only">{title}</Radix.Title>
              {description ? <Radix.Description className="sr-only">{description}</Radix.Description> : null}
              <Radix.Close asChild>
                <IconButton label={t("close")} tone="surface" size="sm" className="absolute top-3 right-3 z-10">
                  <X aria-hidden />
                </IconButton>
              </Radix.Close>
            </>
          ) : (
            <div className="flex items-start gap-3 px-5 pt-4 pb-3">
              <div className="min-w-0 flex-1 pt-1">
                <Radix.Title className="display text-xl">{title}</Radix.Title>
                {description ? (
                  <Radix.Description className="mt-1 text-sm text-ink-soft">{description}</Radix.Description>
                ) : null}
              </div>
              <Radix.Close asChild>
                <IconButton label={t("close")} size="sm" className="-mr-1.5">
                  <X aria-hidden />
                </IconButton>
              </Radix.Close>
            </div>
          )}
          <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-5 pb-5">{children}</div>
          {footer ? <div className="safe-bottom border-t bg-raised px-5 pt-3">{footer}</div> : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export const Sheet = (props: Omit<Props, "kind">) => <Dialog kind="sheet" {...props} />;
export const Drawer = (props: Omit<Props, "kind">) => <Dialog kind="drawer" {...props} />;
