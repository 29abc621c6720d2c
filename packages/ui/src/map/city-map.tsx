"use client";

import type { Location, Polyline } from "@tiffin/domain/geo/location";
import { useTranslations } from "next-intl";
import { type CSSProperties, type ReactNode, useEffect, useEffectEvent, useRef, useState } from "react";
import { useReducedMotion, useResolvedTheme } from "../app/preferences.tsx";
import { PoliteStatus } from "../polite-status.tsx";
import type { Fix } from "./glide.ts";
import { MapControls } from "./map-controls.tsx";
import { MapFrame, type MapState } from "./map-frame.tsx";
import { useOnlineStyle } from "./map-setting.tsx";
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
 * Church Street"); it is there instead of the picture, is read out now and then as it changes, and stands in the picture's
 * place where no map can be drawn.
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
  onStreet,
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
  /** The street that the rider is on by now; null where the map knows none. */
  onStreet?: ((name: string | null) => void) | undefined;
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
  const onlineStyle = useOnlineStyle();
  const container = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<CityMapView | null>(null);
  const [state, setState] = useState<MapState>("loading");
  const [free, setFree] = useState(false);
  const reportCenter = useEffectEvent((at: Location) => onCenterChange?.(at));
  const reportPlace = useEffectEvent((id: string | null) => onSelectPlace?.(id));
  const reportArea = useEffectEvent((area: MapArea) => onArea?.(area));
  const reportStreet = useEffectEvent((name: string | null) => onStreet?.(name));
  const initial = useEffectEvent(() => ({
    theme,
    center,
    zoom,
    padding,
    interactive,
    pressCenters,
    reducedMotion,
  }));
  const licence = useEffectEvent(() => attribution);
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
        base: {
          sourceUrl: new URL(`/api/map/${citySlug}.geojson`, location.origin).toString(),
          attribution: licence(),
          onlineStyle,
        },
        onReady: () => setState("ready"),
        onFail: (error) => console.warn("map:", error.message),
        onFree: () => setFree(true),
        onCenter: reportCenter,
        onSelectPlace: reportPlace,
        onArea: reportArea,
        onStreet: reportStreet,
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
  }, [citySlug, onlineStyle]);

  useEffect(() => view?.setTheme(theme), [view, theme]);
  useEffect(() => view?.setReducedMotion(reducedMotion), [view, reducedMotion]);
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
    stops.map(({ id, location: at, passed }) => `${id}:${at.lat},${at.lng},${passed ?? false}`).join("|") +
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
    <MapFrame
      state={state}
      container={container}
      alternative={alternative}
      className={className}
      style={{ "--map-edge": `${Math.max(12, padding.bottom - 44)}px` } as CSSProperties}
    >
      <PoliteStatus text={alternative} />
      {overlay}
      {controls && view && state === "ready" ? (
        <MapControls
          view={view}
          follow={free && content ? (rider ? "rider" : "all") : null}
          onFollow={() => {
            setFree(false);
            view.fit();
            view.focus();
          }}
        />
      ) : null}
    </MapFrame>
  );
}
