"use client";

import type { Location, Polyline } from "@tiffin/domain/geo/location";
import { LocateFixed, MapPinOff, Minus, Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from "react";
import { useReducedMotion, useResolvedTheme } from "../app/preferences.tsx";
import { IconButton } from "../icon-button.tsx";
import { cn } from "../lib/cn.ts";
import { Skeleton } from "../skeleton.tsx";
import type { Fix } from "./glide.ts";
import type { CityMapView, MapArea, MapPlace, Stop } from "./view.ts";

export type { Fix } from "./glide.ts";
export type { MapArea, MapPlace, Stop } from "./view.ts";

type Padding = { top: number; bottom: number; left: number; right: number };
const defaultPadding: Padding = { top: 56, bottom: 56, left: 48, right: 48 };
const noStops: readonly Stop[] = [];
const noRoute: Polyline = [];
const noPlaces: readonly MapPlace[] = [];

/**
 * The city with what travels through it. `alternative` says in words what the map shows ("Imran is 4 minutes away, on
 * Church Street"); it is read out instead of the picture and stands in its place where no map can be drawn.
 */
export function CityMap({
  citySlug,
  alternative,
  center,
  zoom = 14,
  stops = noStops,
  rider = null,
  route = noRoute,
  places = noPlaces,
  selectedPlace = null,
  onSelectPlace,
  onArea,
  fitKey = "",
  attribution = null,
  padding = defaultPadding,
  interactive = true,
  pressCenters = false,
  controls = true,
  overlay,
  onCenterChange,
  className,
}: {
  citySlug: string;
  alternative: string;
  /** Where to look before there is anything to fit; a new value moves the map there. */
  center: Location;
  zoom?: number | undefined;
  stops?: readonly Stop[] | undefined;
  rider?: Fix | null | undefined;
  route?: Polyline | undefined;
  /** Many places, clustered. Not read out: whoever shows them lists them beside the map too. */
  places?: readonly MapPlace[] | undefined;
  selectedPlace?: string | null | undefined;
  onSelectPlace?: ((id: string | null) => void) | undefined;
  /** The person has moved the map by hand. */
  onArea?: ((area: MapArea) => void) | undefined;
  /** Another value fits everything into the picture again, also after the person has moved the map. */
  fitKey?: string | undefined;
  /** Shown on the map, as the licence of the streets asks ("© OpenStreetMap contributors"). */
  attribution?: string | null | undefined;
  /** Kept free of content when everything is fitted in: what lies over the map. */
  padding?: Padding | undefined;
  interactive?: boolean | undefined;
  /** A press brings the pressed place into the middle. */
  pressCenters?: boolean | undefined;
  controls?: boolean | undefined;
  overlay?: ReactNode;
  onCenterChange?: ((center: Location) => void) | undefined;
  className?: string | undefined;
}) {
  const t = useTranslations("ui.map");
  const theme = useResolvedTheme();
  const reducedMotion = useReducedMotion();
  const container = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<CityMapView | null>(null);
  const [state, setState] = useState<"loading" | "ready" | "failed">("loading");
  const [free, setFree] = useState(false);
  const reportCenter = useEffectEvent((at: Location) => onCenterChange?.(at));
  const reportPlace = useEffectEvent((id: string | null) => onSelectPlace?.(id));
  const reportArea = useEffectEvent((area: MapArea) => onArea?.(area));
  const initial = useEffectEvent(() => ({
    theme,
    center,
    zoom,
    padding,
    attribution,
    interactive,
    pressCenters,
    reducedMotion,
  }));
  const labels = useEffectEvent(() => ({ label: t("label"), riderLabel: t("rider") }));

  useEffect(() => {
    const element = container.current;
    if (!element) return;
    let made: CityMapView | null = null;
    let stopped = false;
    const start = async () => {
      const { CityMapView: View } = await import("./view.ts");
      if (stopped) return;
      made = new View({
        ...initial(),
        ...labels(),
        container: element,
        sourceUrl: new URL(`/api/map/${citySlug}.geojson`, location.origin).toString(),
        onReady: () => setState("ready"),
        onFail: (error) => console.warn("map:", error.message),
        onFree: () => setFree(true),
        onCenter: reportCenter,
        onSelectPlace: reportPlace,
        onArea: reportArea,
      });
      setView(made);
    };
    // No WebGL, or the chunk did not come: the words stay.
    start().catch(() => setState("failed"));
    return () => {
      stopped = true;
      setView(null);
      made?.remove();
    };
  }, [citySlug]);

  useEffect(() => view?.setTheme(theme), [view, theme]);
  useEffect(() => view?.showRoute(route), [view, route]);
  useEffect(() => view?.showStops(stops), [view, stops]);
  useEffect(() => view?.showRider(rider), [view, rider]);
  useEffect(() => view?.showPlaces(places, selectedPlace), [view, places, selectedPlace]);
  useEffect(() => {
    const place = places.find((one) => one.id === selectedPlace);
    if (place) view?.reveal(place.location);
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- more places must not move the map
  }, [view, selectedPlace]);

  const fitted = useRef(fitKey);
  // Fits once for each set of stops; later positions only when they would leave the picture.
  const content =
    stops.map((stop) => `${stop.id}:${stop.location.lat},${stop.location.lng}`).join("|") +
    (rider ? "+" : "") +
    (places.length > 0 ? `#${fitKey}` : "");
  useEffect(() => {
    if (view && content && !free) view.fit(false);
    if (!view || !fitKey || fitKey === fitted.current) return;
    fitted.current = fitKey;
    setFree(false);
    view.fit();
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- letting go of the map must not move it
  }, [view, content]);

  const { lat, lng } = center;
  const moved = useRef(false);
  useEffect(() => {
    if (view && moved.current && !content) view.moveTo({ lat, lng });
    moved.current = Boolean(view);
  }, [view, lat, lng, content]);

  return (
    <section aria-label={t("label")} className={cn("relative isolate overflow-hidden bg-sunken", className)}>
      <p className="sr-only" role="status" aria-live="polite">
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
      {overlay}
      {controls && state === "ready" ? (
        <div
          className="absolute right-3 z-10 flex flex-col gap-2"
          style={{ bottom: Math.max(12, padding.bottom - 44) }}
        >
          {free && content ? (
            <IconButton
              tone="surface"
              label={t("recenter")}
              onClick={() => {
                setFree(false);
                view?.fit();
              }}
            >
              <LocateFixed aria-hidden />
            </IconButton>
          ) : null}
          <IconButton tone="surface" label={t("zoomIn")} className="max-sm:hidden" onClick={() => view?.zoomBy(1)}>
            <Plus aria-hidden />
          </IconButton>
          <IconButton tone="surface" label={t("zoomOut")} className="max-sm:hidden" onClick={() => view?.zoomBy(-1)}>
            <Minus aria-hidden />
          </IconButton>
        </div>
      ) : null}
    </section>
  );
}
