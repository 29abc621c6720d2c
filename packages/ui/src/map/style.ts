import type { StyleSpecification } from "maplibre-gl";
import { type MapTheme, palettes } from "./palette.ts";

/** No glyph server: MapLibre draws labels with the page's own fonts. */
const regular = ["Inter Variable"];
const strong = ["Inter Variable"];

const kind = (name: string) => ["==", ["get", "kind"], name] as never;
const street = (...classes: string[]) =>
  ["all", ["==", ["get", "kind"], "street"], ["in", ["get", "class"], ["literal", classes]]] as never;

/** Widths in pixels at zoom 11, 14, 16 and 19: streets keep their rank at every scale. */
export const width = (a: number, b: number, c: number, d: number) =>
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
 * `sourceUrl` is `/api/map/<slug>.geojson`.
 */
export function cityStyle(theme: MapTheme, sourceUrl: string, attribution?: string | null): StyleSpecification {
  const p = palettes[theme];
  const fillOf = (id: string) =>
    id === "highway" ? p.highway : id === "arterial" ? p.arterial : id === "path" ? p.path : p.street;
  return {
    version: 8,
    sources: {
      city: { type: "geojson", data: sourceUrl, tolerance: 0.2, ...(attribution ? { attribution } : {}) },
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
