/**
 * A city's streets as they are stored (`city_streets`): a directed graph to find routes on, and a picture to draw.
 */
export const STREET_CLASSES = ["arterial", "collector", "residential", "lane", "path"] as const;
export type StreetClass = (typeof STREET_CLASSES)[number];

/** `[lng, lat]`, as GeoJSON has it. */
export type LngLat = readonly [lng: number, lat: number];

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

export interface StreetGraph {
  readonly nodes: readonly LngLat[];
  readonly edges: readonly StreetEdge[];
}

export interface GeoJsonFeature {
  readonly type: "Feature";
  readonly properties: Readonly<Record<string, string | number | boolean | null>>;
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
