import type { Location } from "@tiffin/domain/geo/location";
import type { Feature, FeatureCollection, Point } from "geojson";
import type { ExpressionSpecification, GeoJSONSource, SymbolLayerSpecification } from "maplibre-gl";
import type { MapLibreMap } from "./maplibre.ts";
import type { MapTheme } from "./palette.ts";

/** Whoever rides: `silent` was not heard of for a while, so that the place is where they were then. */
export type FleetRider = {
  id: string;
  location: Location;
  label: string;
  state: "free" | "carrying" | "silent";
};
/** A restaurant with orders that nobody has fetched yet; `count` is how many. */
export type FleetKitchen = { id: string; location: Location; label: string; count: number; urgent: boolean };
/** Where an order that is on its way goes. */
export type FleetDoor = { id: string; location: Location; label: string };
export type Fleet = {
  riders: readonly FleetRider[];
  kitchens: readonly FleetKitchen[];
  doors: readonly FleetDoor[];
};
export type FleetChoice = { kind: "rider" | "kitchen" | "door"; id: string };

type Inks = Record<
  | "free"
  | "carrying"
  | "silent"
  | "kitchen"
  | "onKitchen"
  | "urgent"
  | "onUrgent"
  | "door"
  | "edge"
  | "text"
  | "chosen",
  string
>;

const inks: Record<MapTheme, Inks> = {
  light: {
    free: "#17583f",
    carrying: "#eda51c",
    silent: "#687067",
    kitchen: "#1b2620",
    onKitchen: "#fffdf8",
    urgent: "#b3241f",
    onUrgent: "#fffaf8",
    door: "#1f5b86",
    edge: "#fffdf8",
    text: "#1b2620",
    chosen: "#1f5b86",
  },
  dark: {
    free: "#7fd0a5",
    carrying: "#f3b63f",
    silent: "#8f9b92",
    kitchen: "#f3eee3",
    onKitchen: "#121915",
    urgent: "#ff9d93",
    onUrgent: "#2b0503",
    door: "#8cc4ea",
    edge: "#0f1612",
    text: "#f3eee3",
    chosen: "#ffd166",
  },
  contrast: {
    free: "#003d27",
    carrying: "#ffb000",
    silent: "#333936",
    kitchen: "#000000",
    onKitchen: "#ffffff",
    urgent: "#960800",
    onUrgent: "#ffffff",
    door: "#003a66",
    edge: "#ffffff",
    text: "#000000",
    chosen: "#003aa8",
  },
};

const sources = { rider: "fleet-riders", kitchen: "fleet-kitchens", door: "fleet-doors" } as const;
/** What answers a press, the topmost first. */
export const PRESSED_LAYERS = ["fleet-rider", "fleet-kitchen", "fleet-door"] as const;

const at = (location: Location, properties: Record<string, unknown>): Feature<Point> => ({
  type: "Feature",
  properties,
  geometry: { type: "Point", coordinates: [location.lng, location.lat] },
});
const collection = (features: Feature<Point>[]): FeatureCollection<Point> => ({ type: "FeatureCollection", features });

function features({ riders, kitchens, doors }: Fleet): Record<keyof typeof sources, FeatureCollection<Point>> {
  return {
    rider: collection(riders.map(({ location, ...rider }) => at(location, { kind: "rider", ...rider }))),
    kitchen: collection(kitchens.map(({ location, ...kitchen }) => at(location, { kind: "kitchen", ...kitchen }))),
    door: collection(doors.map(({ location, ...door }) => at(location, { kind: "door", ...door }))),
  };
}

/** Moves what stands on the map; nothing while its style is still on its way. */
export function updateFleet(map: MapLibreMap, fleet: Fleet, choice: FleetChoice | null): void {
  const data = features(fleet);
  for (const [kind, source] of Object.entries(sources)) {
    void map.getSource<GeoJSONSource>(source)?.setData(data[kind as keyof typeof sources]);
    const layer = `fleet-${kind}-chosen`;
    if (map.getLayer(layer)) map.setFilter(layer, isChosen(choice?.kind === kind ? choice.id : ""));
  }
}

const isChosen = (id: string) => ["==", ["get", "id"], id] as never;

/**
 * Draws the fleet onto a fresh style. Shapes differ as well as colours: free riders are full discs, those with food have a
 * core, silent ones are hollow; kitchens carry a number, doors are small.
 */
export function drawFleet(map: MapLibreMap, theme: MapTheme, fleet: Fleet, choice: FleetChoice | null): void {
  const ink = inks[theme];
  const data = features(fleet);
  for (const [kind, source] of Object.entries(sources)) {
    map.addSource(source, { type: "geojson", data: data[kind as keyof typeof sources] });
    map.addLayer({
      id: `fleet-${kind}-chosen`,
      type: "circle",
      source,
      filter: isChosen(choice?.kind === kind ? choice.id : ""),
      paint: {
        "circle-radius": 20,
        "circle-color": ink.chosen,
        "circle-opacity": 0.22,
        "circle-stroke-width": 2.5,
        "circle-stroke-color": ink.chosen,
      },
    });
  }
  const state = (free: string | number, carrying: string | number, silent: string | number) =>
    ["match", ["get", "state"], "free", free, "carrying", carrying, silent] as ExpressionSpecification;
  const urgent = (yes: string, no: string) => ["case", ["get", "urgent"], yes, no] as ExpressionSpecification;
  map.addLayer({
    id: "fleet-door",
    type: "circle",
    source: sources.door,
    paint: {
      "circle-radius": 5,
      "circle-color": ink.edge,
      "circle-stroke-width": 3,
      "circle-stroke-color": ink.door,
    },
  });
  map.addLayer({
    id: "fleet-kitchen",
    type: "circle",
    source: sources.kitchen,
    paint: {
      "circle-radius": 13,
      "circle-color": urgent(ink.urgent, ink.kitchen),
      "circle-stroke-width": 2.5,
      "circle-stroke-color": ink.edge,
    },
  });
  map.addLayer({
    id: "fleet-kitchen-count",
    type: "symbol",
    source: sources.kitchen,
    layout: {
      "text-field": ["to-string", ["get", "count"]],
      "text-font": ["Inter Variable"],
      "text-size": 13,
      "text-allow-overlap": true,
    },
    paint: { "text-color": urgent(ink.onUrgent, ink.onKitchen) },
  });
  map.addLayer({
    id: "fleet-rider",
    type: "circle",
    source: sources.rider,
    paint: {
      "circle-radius": 8,
      "circle-color": state(ink.free, ink.carrying, ink.edge),
      "circle-stroke-width": state(2.5, 2.5, 3),
      "circle-stroke-color": state(ink.edge, ink.edge, ink.silent),
    },
  });
  map.addLayer({
    id: "fleet-rider-load",
    type: "circle",
    source: sources.rider,
    filter: ["==", ["get", "state"], "carrying"],
    paint: { "circle-radius": 3, "circle-color": theme === "dark" ? ink.edge : ink.text },
  });
  const name: SymbolLayerSpecification["layout"] = {
    "text-field": ["get", "label"],
    "text-font": ["Inter Variable"],
    "text-size": 12,
    "text-anchor": "top",
    "text-offset": [0, 1.1],
    "text-max-width": 9,
    "text-optional": true,
  };
  for (const kind of ["kitchen", "rider"] as const) {
    map.addLayer({
      id: `fleet-${kind}-name`,
      type: "symbol",
      source: sources[kind],
      minzoom: kind === "kitchen" ? 13 : 14,
      layout: name,
      paint: { "text-color": ink.text, "text-halo-color": ink.edge, "text-halo-width": 1.8 },
    });
  }
}
