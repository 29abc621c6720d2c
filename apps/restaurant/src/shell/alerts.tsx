"use client";

import { Button } from "@tiffin/ui/button";
import { cn } from "@tiffin/ui/lib/cn";
import { BellRing, CircleSlash, CloudOff, PauseCircle, Volume2 } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ComponentType, ReactNode } from "react";
import { useTickets } from "../board/tickets-context.tsx";
import { useKitchen } from "../kitchen/kitchen-context.tsx";
import { useUpdateKitchen } from "../kitchen/use-update-kitchen.ts";

/** What must not be overlooked, above everything on every page. */
export function Alerts() {
  const t = useTranslations();
  const { kitchen } = useKitchen();
  const { update, busy } = useUpdateKitchen();
  const { unseen, markSeen, bell, stopped, putAway, stale, refetch, refetching } = useTickets();
  return (
    <div aria-live="assertive">
      {stopped.map((ticket) => (
        <Alert
          key={ticket.id}
          icon={CircleSlash}
          tone="danger"
          action={
            <Button tone="outline" onClick={() => putAway(ticket.id)}>
              {t("alert.putAway")}
            </Button>
          }
        >
          {t("alert.cancelled", { number: ticket.number })}
        </Alert>
      ))}
      {unseen.size > 0 ? (
        <Alert
          icon={BellRing}
          tone="new"
          action={
            <Button tone="outline" onClick={() => markSeen([...unseen])}>
              {t("alert.seen")}
            </Button>
          }
        >
          {t("alert.newOrders", { count: unseen.size })}
        </Alert>
      ) : null}
      {bell.state === "blocked" && !bell.muted ? (
        <Alert
          icon={Volume2}
          tone="quiet"
          action={
            <Button tone="outline" onClick={bell.unlock}>
              {t("sound.allow")}
            </Button>
          }
        >
          {t("sound.blocked")}
        </Alert>
      ) : null}
      {stale ? (
        <Alert
          icon={CloudOff}
          tone="danger"
          action={
            <Button tone="outline" busy={refetching} onClick={refetch}>
              {t("alert.retry")}
            </Button>
          }
        >
          {t("alert.stale")}
        </Alert>
      ) : null}
      {kitchen.acceptingOrders ? null : (
        <Alert
          icon={PauseCircle}
          tone="quiet"
          action={
            <Button tone="outline" busy={busy} onClick={() => update({ acceptingOrders: true })}>
              {t("open.resume")}
            </Button>
          }
        >
          {t("open.pausedBanner")}
        </Alert>
      )}
    </div>
  );
}

const tones = {
  danger: "bg-danger text-on-danger",
  new: "bg-turmeric text-on-turmeric",
  quiet: "bg-tamarind-tint text-tamarind-ink",
} as const;

function Alert({
  icon: Icon,
  tone,
  action,
  children,
}: {
  icon: ComponentType<{ className?: string; "aria-hidden"?: boolean }>;
  tone: keyof typeof tones;
  action: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className={cn("flex min-h-15 animate-rise items-center gap-3 px-4 py-2 sm:px-6", tones[tone])}>
      <Icon aria-hidden className="size-6 shrink-0" />
      <p className="min-w-0 flex-1 text-base font-semibold lg:text-lg">{children}</p>
      {action}
    </div>
  );
}
