"use client";

import type { OpsOrder } from "@tiffin/domain/wire/ops";
import { Badge, type BadgeTone } from "@tiffin/ui/badge";
import { TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";

const STUCK = ["payment", "no_rider", "kitchen_silent", "not_picked_up", "not_delivered", "refund"] as const;

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
  return (
    <Badge tone={tones[status]} className="text-sm">
      {t(status)}
    </Badge>
  );
}

/** Why a person is needed. */
export function StuckLine({ reason }: { reason: string }) {
  const t = useTranslations("ops.stuck");
  return (
    <p className="flex items-start gap-2 text-base font-semibold text-tamarind-ink">
      <TriangleAlert aria-hidden className="mt-0.5 size-5 shrink-0" />
      {t(STUCK.find((known) => known === reason) ?? "other")}
    </p>
  );
}
