import type { LngLat, MapKind } from "@tiffin/domain/geo/streets";
import type { Tags } from "./road-tags.ts";

/** A road as a file has it. Points with the same key are the same junction. */
export interface RawRoad {
  points: { key: string; at: LngLat }[];
  tags: Tags;
}

export interface RawArea {
  kind: Extract<MapKind, "park" | "water" | "building" | "residential" | "commercial">;
  class: string;
  name?: string;
  ring: LngLat[];
}

export interface RawPlace {
  class: string;
  name: string;
  at: LngLat;
}

/** What an extract holds that we can use: roads to ride on, and what makes a map of them. */
export interface StreetSource {
  roads: RawRoad[];
  areas: RawArea[];
  places: RawPlace[];
  /** What was passed over, and why. */
  skipped: Record<string, number>;
}

/** How a closed line is drawn; undefined for what the map doesn't show. */
export function areaOf(tags: Tags): Pick<RawArea, "kind" | "class"> | undefined {
  if (tags["natural"] === "water" || tags["waterway"] === "riverbank") return { kind: "water", class: "lake" };
  if (/^(park|garden|pitch|playground|nature_reserve)$/.test(tags["leisure"] ?? "")) {
    return { kind: "park", class: "garden" };
  }
  if (/^(grass|forest|recreation_ground|village_green)$/.test(tags["landuse"] ?? "")) {
    return { kind: "park", class: "green" };
  }
  if (/^(commercial|retail|industrial)$/.test(tags["landuse"] ?? "")) {
    return { kind: "commercial", class: tags["landuse"]! };
  }
  if (tags["landuse"] === "residential") return { kind: "residential", class: "residential" };
  return undefined;
}

export function placeOf(tags: Tags): string | undefined {
  if (/^(suburb|neighbourhood|quarter|village)$/.test(tags["place"] ?? "")) return "neighbourhood";
  if (tags["railway"] === "station") return "station";
  return undefined;
}
