"use client";

import { MapPinOff } from "lucide-react";
import { useTranslations } from "next-intl";
import type { CSSProperties, ReactNode, Ref } from "react";
import { cn } from "../lib/cn.ts";
import { Skeleton } from "../skeleton.tsx";

/** How far a map has come: `failed` where none can be drawn (no WebGL, or its code did not come). */
export type MapState = "loading" | "ready" | "failed";

/**
 * What every map of ours stands in: the place that is drawn into, what is seen before it is there, and the words that say
 * what it shows, for whoever reads them and where nothing can be drawn.
 */
export function MapFrame({
  state,
  container,
  alternative,
  className,
  style,
  children,
}: {
  state: MapState;
  container: Ref<HTMLDivElement>;
  alternative: string;
  className?: string | undefined;
  style?: CSSProperties;
  /** What lies over the map. */
  children?: ReactNode;
}) {
  const t = useTranslations("ui.map");
  return (
    <section
      aria-label={t("label")}
      className={cn("relative isolate overflow-hidden bg-sunken", className)}
      style={style}
    >
      <p className="sr-only" data-testid="map-in-words">
        {alternative}
      </p>
      {/* MapLibre writes classes of its own onto its container: React must never write that one's again. */}
      <div className={cn("absolute inset-0 transition-opacity duration-500", state === "loading" && "opacity-0")}>
        <div ref={container} className="absolute! inset-0" />
      </div>
      {state === "loading" ? <Skeleton className="absolute inset-0 rounded-none" /> : null}
      {state === "failed" ? (
        <div className="absolute inset-0 flex flex-col items-center justify-center gap-2 p-6 text-center">
          <MapPinOff aria-hidden className="size-8 text-ink-faint" />
          <p className="text-sm text-ink-faint">{t("failed")}</p>
          <p aria-hidden className="font-semibold">
            {alternative}
          </p>
        </div>
      ) : null}
      {children}
    </section>
  );
}
