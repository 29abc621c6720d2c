"use client";

import type { OpsOrder } from "@tiffin/domain/wire/ops";
import { STUCK_REASONS, WAIT_REASONS } from "@tiffin/domain/wire/ops";
import { Badge, type BadgeTone } from "@tiffin/ui/badge";
import { cn } from "@tiffin/ui/lib/cn";
import { Hourglass, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";

const tones: Record<OpsOrder["status"], BadgeTone> = {
  CREATED: "neutral",
  PAYMENT_PENDING: "turmeric",
  CONFIRMED: "sky",
  ASSIGNED: "sky",
  READY: "leaf",
  PICKED_UP: "leaf",
  DELIVERED: "neutral",
  CANCELLED: "danger",
};

export function StatusBadge({ status }: { status: OpsOrder["status"] }) {
  const t = useTranslations("ops.status");
  return <Badge tone={tones[status]}>{t(status)}</Badge>;
}

/** Why a person is needed, or what the order waits for; nothing when it goes its way. */
export function ReasonLine({
  order,
  className,
}: {
  order: Pick<OpsOrder, "stuck" | "waitsFor">;
  className?: string | undefined;
}) {
  const t = useTranslations("ops");
  if (order.stuck) {
    const known = STUCK_REASONS.find((reason) => reason === order.stuck) ?? "other";
    return (
      <span className={cn("flex items-start gap-1.5 text-sm font-semibold text-tamarind-ink", className)}>
        <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
        {t(`stuck.${known}`)}
      </span>
    );
  }
  const waits = WAIT_REASONS.find((reason) => reason === order.waitsFor);
  if (!waits) return null;
  return (
    <span className={cn("flex items-start gap-1.5 text-sm text-ink-soft", className)}>
      <Hourglass aria-hidden className="mt-0.5 size-4 shrink-0" />
      {t(`waits.${waits}`)}
    </span>
  );
}

export const isOpen = (order: Pick<OpsOrder, "status">) => order.status !== "DELIVERED" && order.status !== "CANCELLED";
