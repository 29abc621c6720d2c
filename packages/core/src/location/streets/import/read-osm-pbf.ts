import type { Bounds } from "@tiffin/domain/geo/geohash";
import type { LngLat } from "@tiffin/domain/geo/streets";
import { createOSMStream } from "osm-pbf-parser-node";
import { classOf, first } from "./road-tags.ts";
import { areaOf, placeOf } from "./street-source.ts";
import type { StreetSource } from "./street-source.ts";

interface OsmItem {
  type?: "node" | "way" | "relation";
  id: number;
  lat?: number;
  lon?: number;
  refs?: number[];
  tags?: Record<string, string>;
}

/**
 * An OpenStreetMap extract in its own format, read twice: once for the ways that matter, once for their nodes, so that
 * a country's file fits into memory. Only what touches `within` is kept.
 */
export async function readOsmPbf(
  file: string,
  within: Bounds | undefined,
  onProgress: (items: number) => void = () => {},
): Promise<StreetSource> {
  const source: StreetSource = { roads: [], areas: [], places: [], skipped: {} };
  const ways: { refs: number[]; tags: Record<string, string> }[] = [];
  const wanted = new Set<number>();
  let items = 0;
  for await (const item of osmItems(file, { node: false, way: true, relation: false })) {
    if (++items % 50_000 === 0) onProgress(items);
    if (item.type !== "way" || !item.refs || !item.tags) continue;
    if (classOf(item.tags) === undefined && areaOf(item.tags) === undefined) continue;
    ways.push({ refs: item.refs, tags: item.tags });
    for (const ref of item.refs) wanted.add(ref);
  }
  const nodes = new Map<number, LngLat>();
  for await (const item of osmItems(file, {
    node: ["place", "name", "name:en", "railway"],
    way: false,
    relation: false,
  })) {
    if (++items % 50_000 === 0) onProgress(items);
    if (item.type !== "node" || item.lat === undefined || item.lon === undefined) continue;
    const { lat, lon } = item;
    if (within && (lat < within.south || lat > within.north || lon < within.west || lon > within.east)) continue;
    if (wanted.has(item.id)) nodes.set(item.id, [lon, lat]);
    const kind = placeOf(item.tags ?? {});
    const name = first(item.tags?.["name:en"]) ?? first(item.tags?.["name"]);
    if (kind !== undefined && name !== undefined) source.places.push({ class: kind, name, at: [lon, lat] });
  }
  for (const { refs, tags } of ways) {
    const points = refs.flatMap((ref) => {
      const at = nodes.get(ref);
      return at ? [{ key: String(ref), at }] : [];
    });
    const area = areaOf(tags);
    if (classOf(tags) !== undefined) {
      if (points.length > 1) source.roads.push({ points, tags });
    } else if (area && points.length === refs.length && points.length > 3) {
      const name = first(tags["name:en"]) ?? first(tags["name"]);
      source.areas.push({ ...area, ring: points.map(({ at }) => at), ...(name !== undefined && { name }) });
    }
  }
  return source;
}

/** The parser hands over whole blocks. */
async function* osmItems(
  file: string,
  withTags: { node: boolean | string[]; way: boolean; relation: boolean },
): AsyncGenerator<OsmItem> {
  for await (const block of createOSMStream(file, { withTags })) {
    if (Array.isArray(block)) yield* block as OsmItem[];
    else yield block as OsmItem;
  }
}
