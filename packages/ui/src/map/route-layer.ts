import type { LngLat, Polyline } from "@tiffin/domain/geo/location";
import type { FeatureCollection } from "geojson";
import type { GeoJSONSource, LayerSpecification } from "maplibre-gl";
import type { MapLibreMap } from "./maplibre.ts";
import { type MapTheme, palettes } from "./palette.ts";
import { splitRoute } from "./route-progress.ts";
import { width } from "./style.ts";

type Traveller = { at: { lat: number; lng: number }; alongMeters: number };

/** The way that is left, and paler the way that was travelled: under the labels of whatever style lies below. */
export class RouteLayer {
  readonly #map: MapLibreMap;
  #theme: MapTheme;
  #route: Polyline = [];
  #traveller: Traveller | null = null;

  constructor(map: MapLibreMap, theme: MapTheme) {
    this.#map = map;
    this.#theme = theme;
    map.on("style.load", () => this.#add());
  }

  set theme(theme: MapTheme) {
    this.#theme = theme;
  }

  show(route: Polyline, traveller: Traveller | null): void {
    this.#route = route;
    this.#traveller = traveller;
    this.#draw();
  }

  /** What has still to be travelled. */
  get ahead(): Polyline {
    return this.#split().ahead;
  }

  #split(): { behind: LngLat[]; ahead: LngLat[] } {
    const { at, alongMeters } = this.#traveller ?? {};
    return at ? splitRoute(this.#route, at, alongMeters) : { behind: [], ahead: [...this.#route] };
  }

  #draw(): void {
    const ahead = this.#map.getSource<GeoJSONSource>("route");
    const travelled = this.#map.getSource<GeoJSONSource>("travelled");
    if (!ahead || !travelled) return;
    const split = this.#split();
    void ahead.setData(lineOf(split.ahead));
    void travelled.setData(lineOf(split.behind));
  }

  #add(): void {
    if (this.#map.getSource("route")) return;
    this.#map.addSource("route", { type: "geojson", data: lineOf([]) });
    this.#map.addSource("travelled", { type: "geojson", data: lineOf([]) });
    const labels = this.#map.getStyle().layers.find((layer) => layer.type === "symbol")?.id;
    for (const layer of layersOf(this.#theme)) this.#map.addLayer(layer, labels);
    this.#draw();
  }
}

function layersOf(theme: MapTheme): LayerSpecification[] {
  const { route, routeCasing } = palettes[theme];
  const layout = { "line-cap": "round", "line-join": "round" } as const;
  return [
    {
      id: "travelled",
      type: "line",
      source: "travelled",
      layout,
      paint: {
        "line-color": route,
        "line-opacity": theme === "contrast" ? 0.45 : 0.25,
        "line-width": width(3, 4.5, 6, 9),
      },
    },
    {
      id: "route-casing",
      type: "line",
      source: "route",
      layout,
      paint: { "line-color": routeCasing, "line-width": width(5, 8, 10, 15) },
    },
    {
      id: "route",
      type: "line",
      source: "route",
      layout,
      paint: { "line-color": route, "line-width": width(3, 4.8, 6.5, 10) },
    },
  ];
}

function lineOf(coordinates: readonly LngLat[]): FeatureCollection {
  if (coordinates.length < 2) return { type: "FeatureCollection", features: [] };
  const line = { type: "LineString" as const, coordinates: coordinates.map(([lng, lat]) => [lng, lat]) };
  return { type: "FeatureCollection", features: [{ type: "Feature", properties: {}, geometry: line }] };
}
