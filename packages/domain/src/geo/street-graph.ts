import { z } from "zod";
import type { LngLat } from "./location.ts";

/**
 * Classes of streets, widest first. Imported extracts are mapped onto them (OpenStreetMap's motorway and trunk are
 * `highway`, primary and secondary `arterial`, tertiary `collector`, service and living_street `lane`), and the map's
 * style knows no others.
 */
export const streetClasses = ["highway", "arterial", "collector", "residential", "lane", "path"] as const;
export type StreetClass = (typeof streetClasses)[number];

/** Believable free-flow speeds of a two-wheeler in km/h, where an extract does not state its own. */
export const defaultSpeedKmh = {
  highway: 55,
  arterial: 36,
  collector: 29,
  residential: 22,
  lane: 14,
  path: 9,
} as const satisfies Record<StreetClass, number>;

const lngLatSchema = z.tuple([z.number(), z.number()]);

/** Travelled from → to, and back again unless `oneway`. `via` are the bends between the two nodes. */
export const streetEdgeSchema = z.object({
  from: z.int().min(0),
  to: z.int().min(0),
  class: z.enum(streetClasses),
  kmh: z.number().positive(),
  name: z.string().optional(),
  oneway: z.literal(true).optional(),
  via: z.array(lngLatSchema).optional(),
});

/** A city's streets as a routing graph; edges refer to nodes by index. */
export const streetGraphSchema = z.object({
  nodes: z.array(lngLatSchema),
  edges: z.array(streetEdgeSchema),
});

export interface StreetEdge {
  from: number;
  to: number;
  class: StreetClass;
  kmh: number;
  name?: string;
  oneway?: true;
  via?: LngLat[];
}

export interface StreetGraph {
  nodes: LngLat[];
  edges: StreetEdge[];
}

/**
 * What a city's map is drawn from, bottom to top: every feature of its GeoJSON carries one of these as `kind`, often a
 * `class` (streets: {@link streetClasses}; places: neighbourhood, landmark, station, water…) and a `name`.
 */
export const mapKinds = ["residential", "commercial", "park", "water", "building", "rail", "street", "place"] as const;
export type MapKind = (typeof mapKinds)[number];

export interface MapProperties {
  kind: MapKind;
  class?: string;
  name?: string;
  bridge?: true;
  oneway?: true;
}

export type MapGeometry =
  | { type: "Point"; coordinates: LngLat }
  | { type: "LineString"; coordinates: LngLat[] }
  | { type: "MultiLineString"; coordinates: LngLat[][] }
  | { type: "Polygon"; coordinates: LngLat[][] }
  | { type: "MultiPolygon"; coordinates: LngLat[][][] };

export interface MapFeature {
  type: "Feature";
  properties: MapProperties;
  geometry: MapGeometry;
}

export interface MapFeatureCollection {
  type: "FeatureCollection";
  features: MapFeature[];
}
