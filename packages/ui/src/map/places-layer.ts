import type { Location } from "@tiffin/domain/geo/location";
import type { FeatureCollection, Point } from "geojson";
import type { GeoJSONSource, MapMouseEvent, SymbolLayerSpecification } from "maplibre-gl";
import type { MapLibreMap } from "./maplibre.ts";
import type { MapTheme } from "./palette.ts";

/** One of many places on the map: a dot, or part of a cluster while they would lie on each other. */
export type MapPlace = { id: string; location: Location; label: string; muted: boolean };

type Inks = { dot: string; onDot: string; muted: string; chosen: string; edge: string; text: string; halo: string };

const inks: Record<MapTheme, Inks> = {
  light: {
    dot: "#17583f",
    onDot: "#fffdf8",
    muted: "#8d8672",
    chosen: "#eda51c",
    edge: "#fffdf8",
    text: "#1b2620",
    halo: "#fbf7ee",
  },
  dark: {
    dot: "#7fd0a5",
    onDot: "#07150e",
    muted: "#6d7c73",
    chosen: "#f3b63f",
    edge: "#0f1612",
    text: "#f3eee3",
    halo: "#0f1612",
  },
  contrast: {
    dot: "#003d27",
    onDot: "#ffffff",
    muted: "#5a5a5a",
    chosen: "#ffb000",
    edge: "#ffffff",
    text: "#000000",
    halo: "#ffffff",
  },
};

const source = "places";
/** Half of a finger, in pixels: a press beside a dot means it. */
const reach = 20;

/** Places with clusters, drawn by MapLibre's own layers; survives a change of style by being drawn anew. */
export class PlacesLayer {
  readonly #map: MapLibreMap;
  readonly #onSelect: (id: string | null) => void;
  readonly #reducedMotion: boolean;
  #theme: MapTheme;
  #places: readonly MapPlace[] = [];
  #selected: string | null = null;

  constructor(
    map: MapLibreMap,
    options: { theme: MapTheme; reducedMotion: boolean; onSelect: (id: string | null) => void },
  ) {
    this.#map = map;
    this.#theme = options.theme;
    this.#reducedMotion = options.reducedMotion;
    this.#onSelect = options.onSelect;
    map.on("style.load", () => this.#draw());
    map.on("click", (event) => void this.#press(event));
    map.on("mousemove", (event) => {
      map.getCanvas().style.cursor = this.#under(event).length > 0 ? "pointer" : "";
    });
    // The style may stand already (the route is put on each one first), while its streets are still on their way.
    if (map.getSource("route")) this.#draw();
  }

  set theme(theme: MapTheme) {
    this.#theme = theme;
  }

  get locations(): readonly Location[] {
    return this.#places.map((place) => place.location);
  }

  show(places: readonly MapPlace[], selected: string | null): void {
    const samePlaces = places === this.#places;
    this.#places = places;
    this.#selected = selected;
    if (!this.#map.getSource(source)) return;
    if (!samePlaces) {
      const data = this.#features();
      for (const id of [source, `${source}-all`]) void this.#map.getSource<GeoJSONSource>(id)?.setData(data);
    }
    const chosen = ["==", ["get", "id"], selected ?? ""] as never;
    this.#map.setFilter("place-chosen", chosen);
    this.#map.setFilter("place-chosen-name", chosen);
  }

  #features(): FeatureCollection<Point> {
    return {
      type: "FeatureCollection",
      features: this.#places.map(({ id, label, muted, location }) => ({
        type: "Feature",
        properties: { id, label, muted },
        geometry: { type: "Point", coordinates: [location.lng, location.lat] },
      })),
    };
  }

  #draw(): void {
    const map = this.#map;
    if (map.getSource(source)) return;
    const ink = inks[this.#theme];
    const data = this.#features();
    const single = ["!", ["has", "point_count"]] as never;
    const chosen = ["==", ["get", "id"], this.#selected ?? ""] as never;
    map.addSource(source, { type: "geojson", data, cluster: true, clusterRadius: 42, clusterMaxZoom: 15 });
    // The chosen one has a source without clusters, so that it is seen wherever it lies.
    map.addSource(`${source}-all`, { type: "geojson", data });
    map.addLayer({
      id: "place-cluster",
      type: "circle",
      source,
      filter: ["has", "point_count"],
      paint: {
        "circle-color": ink.dot,
        "circle-radius": ["step", ["get", "point_count"], 16, 10, 20, 30, 25],
        "circle-stroke-width": 3,
        "circle-stroke-color": ink.edge,
      },
    });
    map.addLayer({
      id: "place-cluster-count",
      type: "symbol",
      source,
      filter: ["has", "point_count"],
      layout: {
        "text-field": ["get", "point_count_abbreviated"],
        "text-font": ["Inter Variable"],
        "text-size": 13,
        "text-allow-overlap": true,
      },
      paint: { "text-color": ink.onDot },
    });
    map.addLayer({
      id: "place-dot",
      type: "circle",
      source,
      filter: single,
      paint: {
        "circle-color": ["case", ["get", "muted"], ink.muted, ink.dot],
        "circle-radius": ["case", ["get", "muted"], 7, 9],
        "circle-stroke-width": 2.5,
        "circle-stroke-color": ink.edge,
      },
    });
    const name = {
      "text-field": ["get", "label"],
      "text-font": ["Inter Variable"],
      "text-size": 12,
      "text-anchor": "top",
      "text-offset": [0, 0.95],
      "text-max-width": 9,
    } satisfies SymbolLayerSpecification["layout"];
    const namePaint = { "text-color": ink.text, "text-halo-color": ink.halo, "text-halo-width": 1.8 };
    map.addLayer({
      id: "place-name",
      type: "symbol",
      source,
      minzoom: 14.5,
      filter: single,
      layout: name,
      paint: namePaint,
    });
    map.addLayer({
      id: "place-chosen",
      type: "circle",
      source: `${source}-all`,
      filter: chosen,
      paint: {
        "circle-color": ink.chosen,
        "circle-radius": 13,
        "circle-stroke-width": 3.5,
        "circle-stroke-color": ink.dot,
      },
    });
    map.addLayer({
      id: "place-chosen-name",
      type: "symbol",
      source: `${source}-all`,
      filter: chosen,
      layout: { ...name, "text-offset": [0, 1.35], "text-allow-overlap": true },
      paint: namePaint,
    });
  }

  #under({ point }: MapMouseEvent) {
    const layers = ["place-dot", "place-cluster"].filter((id) => this.#map.getLayer(id));
    if (layers.length === 0) return [];
    return this.#map.queryRenderedFeatures(
      [
        [point.x - reach, point.y - reach],
        [point.x + reach, point.y + reach],
      ],
      { layers },
    );
  }

  async #press(event: MapMouseEvent): Promise<void> {
    const distance = ([lng = 0, lat = 0]: number[]) => {
      const { x, y } = this.#map.project([lng, lat]);
      return Math.hypot(x - event.point.x, y - event.point.y);
    };
    const [nearest] = this.#under(event)
      .flatMap((feature) =>
        feature.geometry.type === "Point" ? [{ properties: feature.properties, at: feature.geometry.coordinates }] : [],
      )
      .sort((a, b) => distance(a.at) - distance(b.at));
    if (!nearest) return this.#onSelect(null);
    const cluster: unknown = nearest.properties["cluster_id"];
    if (typeof cluster !== "number") return this.#onSelect(String(nearest.properties["id"]));
    const zoom = await this.#map.getSource<GeoJSONSource>(source)?.getClusterExpansionZoom(cluster);
    const [lng = 0, lat = 0] = nearest.at;
    this.#map.easeTo(
      { center: [lng, lat], zoom: (zoom ?? this.#map.getZoom() + 1.5) + 0.3, duration: this.#reducedMotion ? 0 : 400 },
      { originalEvent: event.originalEvent },
    );
  }
}
