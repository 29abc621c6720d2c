"use client";

import { Button } from "@tiffin/ui/button";
import { cn } from "@tiffin/ui/lib/cn";
import { formatClock } from "@tiffin/ui/lib/format";
import { useTimes } from "@tiffin/ui/lib/use-times";
import { BellRing, CircleSlash, CloudOff, PauseCircle, Volume2, VolumeX } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import type { ComponentType, ReactNode } from "react";
import { useSecondsUntil } from "../board/clock.ts";
import { useTickets } from "../board/tickets-context.tsx";
import { useKitchen } from "../kitchen/kitchen-context.tsx";
import { useUpdateKitchen } from "../kitchen/use-update-kitchen.ts";

/** How this tablet and this restaurant stand, under the top edge. They change only by somebody's own tap. */
export function Notices() {
  const t = useTranslations();
  const { kitchen } = useKitchen();
  const { update, busy } = useUpdateKitchen();
  const { bell } = useTickets();
  return (
    <>
      {bell.state === "unsupported" ? <Notice icon={VolumeX}>{t("sound.unsupported")}</Notice> : null}
      {bell.state === "blocked" && !bell.muted ? (
        <Notice
          icon={Volume2}
          action={
            <Button tone="outline" onClick={bell.unlock}>
              {t("sound.allow")}
            </Button>
          }
        >
          {t("sound.blocked")}
        </Notice>
      ) : null}
      {kitchen.acceptingOrders ? null : (
        <Notice
          icon={PauseCircle}
          action={
            <Button tone="outline" busy={busy} onClick={() => update({ acceptingOrders: true })}>
              {t("open.resume")}
            </Button>
          }
        >
          {kitchen.pausedUntil === null ? t("open.pausedBanner") : <PausedUntil time={kitchen.pausedUntil} />}
        </Notice>
      )}
    </>
  );
}

/** Until when, and how long that is. Who can't see the clock hears the end once, not each second. */
function PausedUntil({ time }: { time: string }) {
  const t = useTranslations("open");
  const times = useTimes(useKitchen().kitchen.timeZone);
  const seconds = useSecondsUntil(time);
  return (
    <>
      {t("pausedUntilBanner", { time: times.time(time) })}{" "}
      <span aria-hidden className="tabular ml-1 inline-block rounded-md bg-surface px-2" suppressHydrationWarning>
        {formatClock(seconds)}
      </span>
    </>
  );
}

/**
 * What just happened and must not be overlooked. It lies over the bottom edge and moves nothing: a cook whose finger is on
 * its way to "Ready" must not hit another order.
 */
export function Alerts() {
  const t = useTranslations("alert");
  const path = usePathname();
  const { unseen, markSeen, stopped, putAway, stale, refetch, refetching } = useTickets();
  const count = stopped.length + (unseen.size > 0 ? 1 : 0) + (stale ? 1 : 0);
  return (
    <>
      {/* Lets the last card be scrolled out from under them. */}
      <div aria-hidden style={{ height: `${count * 4.5}rem` }} />
      <div
        aria-live="assertive"
        className="pointer-events-none fixed inset-x-0 bottom-[calc(4.25rem+env(safe-area-inset-bottom))] z-30 flex flex-col items-end gap-2 p-3 md:bottom-0 lg:p-6"
      >
        {stopped.map((ticket) => (
          <Alert
            key={ticket.id}
            icon={CircleSlash}
            tone="danger"
            action={
              <Button tone="outline" onClick={() => putAway(ticket.id)}>
                {t("putAway")}
              </Button>
            }
          >
            {t(ticket.cancelReason === "kitchen_silent" ? "missed" : "cancelled", { number: ticket.number })}
          </Alert>
        ))}
        {stale ? (
          <Alert
            icon={CloudOff}
            tone="danger"
            action={
              <Button tone="outline" busy={refetching} onClick={refetch}>
                {t("retry")}
              </Button>
            }
          >
            {t("stale")}
          </Alert>
        ) : null}
        {unseen.size > 0 ? (
          <Alert
            icon={BellRing}
            tone="new"
            action={
              path === "/" ? (
                <Button tone="outline" onClick={() => markSeen([...unseen])}>
                  {t("seen")}
                </Button>
              ) : (
                <Button tone="outline" asChild onClick={() => markSeen([...unseen])}>
                  <Link href="/">{t("show")}</Link>
                </Button>
              )
            }
          >
            {t("newOrders", { count: unseen.size })}
          </Alert>
        ) : null}
      </div>
    </>
  );
}

const tones = {
  danger: "bg-danger text-on-danger",
  new: "bg-turmeric text-on-turmeric",
} as const;

type Icon = ComponentType<{ className?: string; "aria-hidden"?: boolean }>;

function Notice({ icon: Icon, action, children }: { icon: Icon; action?: ReactNode; children: ReactNode }) {
  return (
    <div className="flex min-h-15 items-center gap-3 bg-tamarind-tint px-4 py-2 text-tamarind-ink sm:px-6">
      <Icon aria-hidden className="size-6 shrink-0" />
      <p className="min-w-0 flex-1 text-base font-semibold lg:text-lg">{children}</p>
      {action}
    </div>
  );
}

function Alert({
  icon: Icon,
  tone,
  action,
  children,
}: {
  icon: Icon;
  tone: keyof typeof tones;
  action: ReactNode;
  children: ReactNode;
}) {
  return (
    <div
      className={cn(
        "pointer-events-auto flex min-h-16 w-full animate-rise items-center gap-3 rounded-xl px-4 py-2 shadow-lift-3 md:max-w-136",
        tones[tone],
      )}
    >
      <Icon aria-hidden className="size-6 shrink-0" />
      <p className="min-w-0 flex-1 text-base font-semibold lg:text-lg">{children}</p>
      {action}
    </div>
  );
}
