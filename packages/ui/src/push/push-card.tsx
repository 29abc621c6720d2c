"use client";

import { Bell, BellOff, BellRing, Smartphone } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useState, useSyncExternalStore } from "react";
import { Button } from "../button.tsx";
import { cn } from "../lib/cn.ts";
import { usePush } from "./push-provider.tsx";

/**
 * Where it makes sense to be told: what for, one button, and what stands in the way. Nothing where push can't be, or where
 * it is on (unless `showOn`). Put off, it stays away on this device.
 */
export function PushCard({
  name,
  title,
  body,
  showOn = false,
  className,
}: {
  /** Under which the putting off is remembered; without it there is none. */
  name?: string;
  title: string;
  body: string;
  showOn?: boolean;
  className?: string;
}) {
  const t = useTranslations("ui.push");
  const { state, busy, failed, enable, disable } = usePush();
  const [putOff, setPutOff] = usePutOff(name);
  switch (state) {
    case "unknown":
    case "off":
      return null;
    case "unsupported":
      return showOn ? <Line icon={<BellOff />} title={title} body={t("unsupported")} className={className} /> : null;
    case "needs-install":
      return putOff ? null : (
        <Line icon={<Smartphone />} title={title} body={t("needsInstall")} className={className}>
          {name === undefined ? null : (
            <Button tone="outline" size="sm" onClick={() => setPutOff(true)}>
              {t("later")}
            </Button>
          )}
        </Line>
      );
    case "blocked":
      return putOff ? null : (
        <Line icon={<BellOff />} title={t("blockedTitle")} body={t("blocked")} tone="warn" className={className}>
          {name === undefined ? null : (
            <Button tone="outline" size="sm" onClick={() => setPutOff(true)}>
              {t("understood")}
            </Button>
          )}
        </Line>
      );
    case "on":
      return showOn ? (
        <Line icon={<BellRing />} title={t("onTitle")} body={t("on")} className={className}>
          <Button tone="outline" size="sm" onClick={() => void disable()}>
            {t("turnOff")}
          </Button>
        </Line>
      ) : null;
    case "ask":
      return putOff ? null : (
        <Line icon={<Bell />} title={title} body={failed ? t("failed") : body} className={className}>
          <Button size="sm" busy={busy} onClick={() => void enable()}>
            {failed ? t("again") : t("turnOn")}
          </Button>
          {name === undefined ? null : (
            <Button tone="ghost" size="sm" disabled={busy} onClick={() => setPutOff(true)}>
              {t("later")}
            </Button>
          )}
        </Line>
      );
    default:
      return state satisfies never;
  }
}

function Line({
  icon,
  title,
  body,
  tone = "plain",
  className,
  children,
}: {
  icon: ReactNode;
  title: string;
  body: string;
  tone?: "plain" | "warn";
  className: string | undefined;
  children?: ReactNode;
}) {
  return (
    <section
      className={cn(
        "flex items-start gap-3.5 rounded-xl border-[length:var(--border-weight)] p-4",
        tone === "warn" ? "bg-tamarind-tint text-tamarind-ink" : "bg-surface",
        className,
      )}
    >
      <span
        aria-hidden
        className={cn("mt-0.5 shrink-0 [&_svg]:size-5.5", tone === "warn" ? "text-current" : "text-leaf-ink")}
      >
        {icon}
      </span>
      <div className="min-w-0 flex-1">
        <p className="font-semibold">{title}</p>
        <p className={cn("mt-0.5 text-sm", tone === "warn" ? "" : "text-ink-soft")} role="status">
          {body}
        </p>
        {children ? <div className="mt-3 flex flex-wrap items-center gap-2">{children}</div> : null}
      </div>
    </section>
  );
}

const listeners = new Set<() => void>();

/** Remembered on this device; nothing is remembered where there is no storage. */
function usePutOff(name: string | undefined): [boolean, (putOff: boolean) => void] {
  const key = `tiffin.push.${name}.later`;
  const [now, setNow] = useState(false);
  const kept = useSyncExternalStore(
    (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    () => name !== undefined && readKept(key),
    () => false,
  );
  return [
    now || kept,
    (putOff) => {
      setNow(putOff);
      try {
        localStorage.setItem(key, "1");
      } catch {
        // Private windows: it is asked again at the next visit.
      }
      for (const changed of listeners) changed();
    },
  ];
}

function readKept(key: string): boolean {
  try {
    return localStorage.getItem(key) !== null;
  } catch {
    return false;
  }
}
