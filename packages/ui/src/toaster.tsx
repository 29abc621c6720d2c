"use client";

import { CircleAlert, CircleCheck, Info } from "lucide-react";
import { useTranslations } from "next-intl";
import { Toaster as Sonner } from "sonner";

export { toast } from "sonner";

/** Stands once in the app's root. Say things by `toast.success("…")`, `toast.error("…")`. */
export function Toaster() {
  const t = useTranslations("ui");
  return (
    <Sonner
      position="top-center"
      containerAriaLabel={t("notifications")}
      offset={16}
      gap={10}
      icons={{
        success: <CircleCheck className="size-5 text-leaf-ink" />,
        error: <CircleAlert className="size-5 text-danger" />,
        info: <Info className="size-5 text-sky" />,
      }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            "flex w-full items-center gap-3 rounded-xl border-[length:var(--border-weight)] bg-raised px-4 py-3.5 text-ink shadow-lift-3 sm:w-96",
          title: "text-sm font-semibold",
          description: "mt-0.5 text-sm text-ink-soft",
          actionButton: "ml-auto shrink-0 rounded-full bg-leaf-tint px-3 py-1.5 text-sm font-semibold text-leaf-ink",
        },
      }}
    />
  );
}
