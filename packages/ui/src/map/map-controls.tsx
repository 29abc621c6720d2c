"use client";

import { LocateFixed, Minus, Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "../button.tsx";
import type { CityMapView } from "./view.ts";

/** Buttons over the map: closer and farther for whoever has no two fingers for it, and back to following. */
export function MapControls({
  view,
  follow,
  onFollow,
}: {
  view: CityMapView;
  /** What the map would follow again, once it was moved by hand; null while it follows. */
  follow: "rider" | "all" | null;
  onFollow: () => void;
}) {
  const t = useTranslations("ui.map");
  return (
    <>
      {follow ? (
        <div className="pointer-events-none absolute inset-x-16 bottom-(--map-edge) z-10 flex justify-center">
          <Button
            tone="primary"
            size="sm"
            className="pointer-events-auto animate-rise shadow-lift-2"
            onClick={onFollow}
          >
            <LocateFixed aria-hidden className="size-4" />
            {follow === "rider" ? t("followRider") : t("followAll")}
          </Button>
        </div>
      ) : null}
      <div className="absolute right-3 bottom-(--map-edge) z-10 flex flex-col overflow-hidden rounded-full border-[length:var(--border-weight)] bg-surface text-ink shadow-lift-1">
        <Zoom label={t("zoomIn")} onClick={() => view.zoomBy(1)}>
          <Plus aria-hidden className="size-5" />
        </Zoom>
        <span aria-hidden className="mx-2.5 border-t" />
        <Zoom label={t("zoomOut")} onClick={() => view.zoomBy(-1)}>
          <Minus aria-hidden className="size-5" />
        </Zoom>
      </div>
    </>
  );
}

function Zoom({ label, onClick, children }: { label: string; onClick: () => void; children: React.ReactNode }) {
  return (
    <button
      type="button"
      aria-label={label}
      onClick={onClick}
      className="flex size-(--tap) items-center justify-center transition hover:bg-sunken focus-visible:-outline-offset-3"
    >
      {children}
    </button>
  );
}
