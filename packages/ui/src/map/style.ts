import type { StyleSpecification } from "maplibre-gl";

export type MapTheme = "light" | "dark" | "contrast";

type Palette = {
  ground: string;
  residential: string;
  commercial: string;
  park: string;
  water: string;
  building: string;
  buildingEdge: string;
  rail: string;
  casing: string;
  street: string;
  arterial: string;
  highway: string;
  path: string;
  label: string;
  labelStrong: string;
  halo: string;
  waterLabel: string;
  parkLabel: string;
  route: string;
  routeCasing: string;
};

const palettes: Record<MapTheme, Palette> = {
  light: {
    ground: "#f4eee2",
    residential: "#f4eee2",
    commercial: "#f6e9d2",
    park: "#d7e7cb",
    water: "#b5d8e0",
    building: "#e9dfcc",
    buildingEdge: "#ddd0b8",
    rail: "#b3a793",
    casing: "#ddd1ba",
    street: "#fffdf8",
    arterial: "#fbe3a6",
    highway: "#f3c766",
    path: "#cdbf9f",
    label: "#5d6158",
    labelStrong: "#2f3a33",
    halo: "#fbf7ee",
    waterLabel: "#2d6b7d",
    parkLabel: "#3f6b45",
    route: "#17583f",
    routeCasing: "#fffdf8",
  },
  dark: {
    ground: "#121915",
    residential: "#121915",
    commercial: "#1b1e16",
    park: "#163024",
    water: "#12323e",
    building: "#1d2620",
    buildingEdge: "#263029",
    rail: "#4b564e",
    casing: "#0b100d",
    street: "#2c3831",
    arterial: "#4c452a",
    highway: "#665325",
    path: "#36423a",
    label: "#a9b4ab",
    labelStrong: "#dfe4da",
    halo: "#0f1612",
    waterLabel: "#7db9cd",
    parkLabel: "#84b792",
    route: "#7fd0a5",
    routeCasing: "#0b100d",
  },
  contrast: {
    ground: "#ffffff",
    residential: "#ffffff",
    commercial: "#f4f1ea",
    park: "#c4e6bb",
    water: "#8ccbe6",
    building: "#e4e1da",
    buildingEdge: "#9a978f",
    rail: "#555555",
    casing: "#3d3d3d",
    street: "#ffffff",
    arterial: "#ffd45c",
    highway: "#ffb000",
    path: "#8a8a8a",
    label: "#000000",
    labelStrong: "#000000",
    halo: "#ffffff",
    waterLabel: "#00334d",
    parkLabel: "#0a3d12",
    route: "#0038c7",
    routeCasing: "#ffffff",
  },
};

const empty = { type: "FeatureCollection" as const, features: [] };
/** No glyph server: MapLibre draws labels with the page's own fonts. */
const regular = ["Inter Variable"];
const strong = ["Inter Variable"];

const kind = (name: string) => ["==", ["get", "kind"], name] as never;
const street = (...classes: string[]) =>
  ["all", ["==", ["get", "kind"], "street"], ["in", ["get", "class"], ["literal", classes]]] as never;

/** Widths in pixels at zoom 11, 14, 16 and 19: streets keep their rank at every scale. */
const width = (a: number, b: number, c: number, d: number) =>
  ["interpolate", ["exponential", 1.5], ["zoom"], 11, a, 14, b, 16, c, 19, d] as never;

const classes = [
  { id: "path", names: ["path"], w: [0, 0.6, 1.5, 4], minzoom: 14.5 },
  { id: "lane", names: ["lane"], w: [0, 1.1, 4, 16], minzoom: 13 },
  { id: "residential", names: ["residential"], w: [0.4, 1.9, 6.5, 24], minzoom: 12 },
  { id: "collector", names: ["collector"], w: [0.8, 3, 9, 32], minzoom: 0 },
  { id: "arterial", names: ["arterial"], w: [1.4, 4.6, 12, 42], minzoom: 0 },
  { id: "highway", names: ["highway"], w: [1.8, 5.4, 14, 48], minzoom: 0 },
] as const;

/**
 * The city as we draw it, over our own GeoJSON (see `MapProperties` in domain/geo/streets for its kinds and classes).
 * `sourceUrl` is `/api/map/<slug>.geojson`. The sources `route` and `travelled` are filled by the view.
 */
export function cityStyle(theme: MapTheme, sourceUrl: string, attribution?: string | null): StyleSpecification {
  const p = palettes[theme];
  const fillOf = (id: string) =>
    id === "highway" ? p.highway : id === "arterial" ? p.arterial : id === "path" ? p.path : p.street;
  return {
    version: 8,
    sources: {
      city: { type: "geojson", data: sourceUrl, tolerance: 0.2, ...(attribution ? { attribution } : {}) },
      route: { type: "geojson", data: empty },
      travelled: { type: "geojson", data: empty },
    },
    layers: [
      { id: "ground", type: "background", paint: { "background-color": p.ground } },
      {
        id: "residential",
        type: "fill",
        source: "city",
        filter: kind("residential"),
        paint: { "fill-color": p.residential },
      },
      {
        id: "commercial",
        type: "fill",
        source: "city",
        filter: kind("commercial"),
        paint: { "fill-color": p.commercial },
      },
      { id: "park", type: "fill", source: "city", filter: kind("park"), paint: { "fill-color": p.park } },
      {
        id: "water",
        type: "fill",
        source: "city",
        filter: ["all", kind("water"), ["!=", ["geometry-type"], "LineString"]] as never,
        paint: { "fill-color": p.water },
      },
      {
        id: "stream",
        type: "line",
        source: "city",
        filter: ["all", kind("water"), ["==", ["geometry-type"], "LineString"]] as never,
        paint: { "line-color": p.water, "line-width": width(1, 3, 8, 30) },
      },
      {
        id: "building",
        type: "fill",
        source: "city",
        minzoom: 14.5,
        filter: kind("building"),
        paint: {
          "fill-color": p.building,
          "fill-outline-color": p.buildingEdge,
          "fill-opacity": ["interpolate", ["linear"], ["zoom"], 14.5, 0, 15.2, 1],
        },
      },
      {
        id: "rail",
        type: "line",
        source: "city",
        filter: kind("rail"),
        paint: { "line-color": p.rail, "line-width": width(0.6, 1.6, 3, 7) },
      },
      {
        id: "rail-ties",
        type: "line",
        source: "city",
        minzoom: 13.5,
        filter: kind("rail"),
        paint: { "line-color": p.rail, "line-width": width(2, 4, 8, 20), "line-dasharray": [0.15, 1.4] },
      },
      ...classes
        .filter((c) => c.id !== "path")
        .map(({ id, names, w, minzoom }) => ({
          id: `casing-${id}`,
          type: "line" as const,
          source: "city",
          minzoom: Math.max(minzoom, 12.5),
          filter: street(...names),
          layout: { "line-cap": "round" as const, "line-join": "round" as const },
          paint: { "line-color": p.casing, "line-width": width(w[0] + 0.8, w[1] + 1.4, w[2] + 2, w[3] + 3) },
        })),
      ...classes.map(({ id, names, w, minzoom }) => ({
        id: `street-${id}`,
        type: "line" as const,
        source: "city",
        minzoom,
        filter: street(...names),
        layout: { "line-cap": "round" as const, "line-join": "round" as const },
        paint: {
          "line-color": fillOf(id),
          "line-width": width(w[0], w[1], w[2], w[3]),
          ...(id === "path" ? { "line-dasharray": [2, 1.5] } : {}),
        },
      })),
      {
        id: "travelled",
        type: "line",
        source: "travelled",
        layout: { "line-cap": "round", "line-join": "round" },
        paint: { "line-color": p.route, "line-opacity": 0.25, "line-width": width(3, 4.5, 6, 9) },
      },
      {
        id: "route-casing",
        type: "line",
        source: "route",
        layout: { "line-cap": "round", "line-join": "round" },
        paint: { "line-color": p.routeCasing, "line-width": width(5, 8, 10, 15) },
      },
      {
        id: "route",
        type: "line",
        source: "route",
        layout: { "line-cap": "round", "line-join": "round" },
        paint: { "line-color": p.route, "line-width": width(3, 4.8, 6.5, 10) },
      },
      {
        id: "street-name",
        type: "symbol",
        source: "city",
        minzoom: 14,
        filter: ["all", ["==", ["get", "kind"], "street"], ["has", "name"]] as never,
        layout: {
          "symbol-placement": "line",
          "text-field": ["get", "name"],
          "text-font": regular,
          "text-size": ["interpolate", ["linear"], ["zoom"], 14, 10, 18, 13.5],
          "text-letter-spacing": 0.02,
          "symbol-spacing": 320,
          "text-padding": 12,
          "text-max-angle": 28,
        },
        paint: { "text-color": p.label, "text-halo-color": p.halo, "text-halo-width": 1.5 },
      },
      {
        id: "place",
        type: "symbol",
        source: "city",
        minzoom: 10.5,
        filter: kind("place"),
        layout: {
          "text-field": ["get", "name"],
          "text-font": strong,
          "text-size": [
            "interpolate",
            ["linear"],
            ["zoom"],
            11,
            ["match", ["get", "class"], "neighbourhood", 11, 0],
            14,
            ["match", ["get", "class"], "neighbourhood", 14, 11],
            17,
            ["match", ["get", "class"], "neighbourhood", 16, 13],
          ],
          "text-max-width": 7,
          "text-padding": 8,
          "symbol-sort-key": ["match", ["get", "class"], "neighbourhood", 0, "water", 1, "park", 2, 3],
        },
        paint: {
          "text-color": ["match", ["get", "class"], "water", p.waterLabel, "park", p.parkLabel, p.labelStrong],
          "text-halo-color": p.halo,
          "text-halo-width": 1.6,
        },
      },
    ],
  };
}
