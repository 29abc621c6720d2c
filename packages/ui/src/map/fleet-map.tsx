"use client";

import type { Location } from "@tiffin/domain/geo/location";
import { Minus, Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from "react";
import { useReducedMotion, useResolvedTheme } from "../app/preferences.tsx";
import { IconButton } from "../icon-button.tsx";
import type { Fleet, FleetChoice } from "./fleet-layers.ts";
import { MapFrame, type MapState } from "./map-frame.tsx";
import { useOnlineStyle } from "./map-setting.tsx";
import type { FleetView } from "./fleet-view.ts";

export type { Fleet, FleetChoice } from "./fleet-layers.ts";

/**
 * A city with everybody who rides in it, the kitchens with work and the doors that are waited at. It is a picture of lists
 * that stand beside it or on pages of their own: `alternative` says what it shows in a sentence, and stands in its place
 * where no map can be drawn.
 */
export function FleetMap({
  citySlug,
  center,
  attribution,
  fleet,
  choice,
  onChoose,
  alternative,
  overlay,
  className,
}: {
  citySlug: string;
  center: Location;
  attribution: string | null;
  fleet: Fleet;
  choice: FleetChoice | null;
  onChoose: (choice: FleetChoice | null) => void;
  alternative: string;
  overlay?: ReactNode;
  className?: string | undefined;
}) {
  const t = useTranslations("ui.map");
  const theme = useResolvedTheme();
  const reducedMotion = useReducedMotion();
  const onlineStyle = useOnlineStyle();
  const container = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<FleetView | null>(null);
  const [state, setState] = useState<MapState>("loading");
  const choose = useEffectEvent((next: FleetChoice | null) => onChoose(next));
  const initial = useEffectEvent(() => ({ theme, center, reducedMotion, label: t("label") }));
  const licence = useEffectEvent(() => attribution);

  useEffect(() => {
    const element = container.current;
    if (!element) return;
    let made: FleetView | null = null;
    let stopped = false;
    const start = async () => {
      const { FleetView: View } = await import("./fleet-view.ts");
      if (stopped) return;
      made = new View({
        ...initial(),
        container: element,
        base: {
          sourceUrl: new URL(`/api/map/${citySlug}.geojson`, location.origin).toString(),
          attribution: licence(),
          onlineStyle,
        },
        onReady: () => setState("ready"),
        onFail: (error) => console.warn("map:", error.message),
        onChoose: choose,
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
  useEffect(() => view?.show(fleet, choice), [view, fleet, choice]);

  const chosen = placeOf(fleet, choice);
  const chosenKey = choice ? `${choice.kind}:${choice.id}` : "";
  const goTo = useEffectEvent(() => {
    if (chosen) view?.goTo(chosen);
  });
  useEffect(() => {
    if (view && chosenKey) goTo();
  }, [view, chosenKey]);

  return (
    <MapFrame state={state} container={container} alternative={alternative} className={className}>
      {overlay}
      {state === "ready" ? (
        <div className="absolute top-3 right-3 z-10 flex flex-col gap-2">
          <IconButton tone="surface" label={t("zoomIn")} onClick={() => view?.zoomBy(1)}>
            <Plus aria-hidden />
          </IconButton>
          <IconButton tone="surface" label={t("zoomOut")} onClick={() => view?.zoomBy(-1)}>
            <Minus aria-hidden />
          </IconButton>
        </div>
      ) : null}
    </MapFrame>
  );
}

function placeOf(fleet: Fleet, choice: FleetChoice | null): Location | null {
  if (!choice) return null;
  const places = { rider: fleet.riders, kitchen: fleet.kitchens, door: fleet.doors }[choice.kind];
  return places.find(({ id }) => id === choice.id)?.location ?? null;
}
