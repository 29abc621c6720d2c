import type { LngLat } from "./location.ts";

export type { LngLat } from "./location.ts";

/**
 * Classes of streets, widest first. Imported extracts are mapped onto them (OpenStreetMap's motorway and trunk are
 * `highway`, primary and secondary `arterial`, tertiary `collector`, service and living_street `lane`), and the map's
 * style knows no others.
 */
export const STREET_CLASSES = ["highway", "arterial", "collector", "residential", "lane", "path"] as const;
export type StreetClass = (typeof STREET_CLASSES)[number];

/** Believable free-flow speeds of a two-wheeler in km/h, where an extract does not state its own. */
export const DEFAULT_SPEED_KMH = {
  highway: 55,
  arterial: 36,
  collector: 29,
  residential: 22,
  lane: 14,
  path: 9,
} as const satisfies Record<StreetClass, number>;

/** A city's streets as they are stored (`city_streets`): a directed graph to find routes on, and a picture to draw. */
export interface StreetGraph {
  readonly nodes: readonly LngLat[];
  readonly edges: readonly StreetEdge[];
}

export interface StreetEdge {
  /** Indexes into `nodes`. One-way streets have one edge, the others two. */
  readonly from: number;
  readonly to: number;
  readonly lengthMeters: number;
  readonly speedKmh: number;
  readonly class: StreetClass;
  readonly name: string | null;
  /** The bends between the two nodes, ends left out. */
  readonly via: readonly LngLat[];
}

/** What a map is drawn from, bottom to top. */
export const MAP_KINDS = ["residential", "commercial", "park", "water", "building", "rail", "street", "place"] as const;
export type MapKind = (typeof MAP_KINDS)[number];

/**
 * Properties of a map's features. `class` says more: of a street its {@link StreetClass}; of a place `neighbourhood`,
 * `station`, `temple`, `hospital`, `market`, `park`, `water`…; of water `river` or `lake`.
 */
export interface MapProperties {
  readonly [key: string]: string | number | boolean | null | undefined;
  readonly kind: MapKind;
  readonly class?: string;
  readonly name?: string;
  readonly bridge?: true;
  readonly oneway?: true;
}

export interface GeoJsonFeature {
  readonly type: "Feature";
  readonly properties: Readonly<Record<string, string | number | boolean | null | undefined>>;
  readonly geometry:
    | { readonly type: "Point"; readonly coordinates: LngLat }
    | { readonly type: "LineString"; readonly coordinates: readonly LngLat[] }
    | { readonly type: "Polygon"; readonly coordinates: readonly (readonly LngLat[])[] }
    | { readonly type: "MultiLineString"; readonly coordinates: readonly (readonly LngLat[])[] }
    | { readonly type: "MultiPolygon"; readonly coordinates: readonly (readonly (readonly LngLat[])[])[] };
}

export interface GeoJsonFeatureCollection {
  readonly type: "FeatureCollection";
  readonly features: readonly GeoJsonFeature[];
}

/** A map as our own style draws it. */
export interface MapFeature extends GeoJsonFeature {
  readonly properties: MapProperties;
}
