import type { GeoJsonFeature, GeoJsonFeatureCollection, LngLat, StreetGraph } from "@tiffin/domain/geo/streets";
import { STREET_CLASSES } from "@tiffin/domain/geo/streets";
import type { StreetSource } from "./street-source.ts";

/** The map of an imported city: its streets by name, and what green and water the extract has. */
export function drawStreets(graph: StreetGraph, { areas, places }: StreetSource): GeoJsonFeatureCollection {
  const features: GeoJsonFeature[] = [];
  for (const kind of ["residential", "commercial", "park", "water"] as const) {
    for (const area of areas.filter((candidate) => candidate.kind === kind)) {
      const properties = { kind, class: area.class, ...(area.name !== undefined && { name: area.name }) };
      features.push({ type: "Feature", properties, geometry: { type: "Polygon", coordinates: [closed(area.ring)] } });
    }
  }
  const groups = new Map<string, { from: number; to: number; line: LngLat[] }[]>();
  const drawn = new Set<string>();
  for (const edge of graph.edges) {
    // The two directions of a street are one line on the map.
    const [a, b] = edge.from < edge.to ? [edge.from, edge.to] : [edge.to, edge.from];
    const key = `${a}/${b}/${Math.round(edge.lengthMeters)}`;
    if (drawn.has(key)) continue;
    drawn.add(key);
    const line = [graph.nodes[edge.from]!, ...edge.via, graph.nodes[edge.to]!].map(short);
    const group = `${edge.class}|${edge.name ?? ""}`;
    const lines = groups.get(group);
    if (lines) lines.push({ from: edge.from, to: edge.to, line });
    else groups.set(group, [{ from: edge.from, to: edge.to, line }]);
  }
  const rank = (group: string): number =>
    STREET_CLASSES.indexOf(group.split("|")[0] as (typeof STREET_CLASSES)[number]);
  for (const [group, lines] of [...groups].sort((x, y) => rank(y[0]) - rank(x[0]))) {
    const [streetClass, name] = group.split("|") as [string, string];
    const properties = { kind: "street", class: streetClass, ...(name !== "" && { name }) };
    const coordinates = chained(lines);
    features.push({ type: "Feature", properties, geometry: { type: "MultiLineString", coordinates } });
  }
  for (const { class: className, name, at } of places) {
    const properties = { kind: "place", class: className, name };
    features.push({ type: "Feature", properties, geometry: { type: "Point", coordinates: short(at) } });
  }
  return { type: "FeatureCollection", features };
}

/** Stretches that follow each other as one line, so that names have room along them. */
function chained(stretches: readonly { from: number; to: number; line: LngLat[] }[]): LngLat[][] {
  const at = new Map<number, Set<(typeof stretches)[number]>>();
  const rest = new Set(stretches);
  for (const stretch of stretches) {
    for (const node of [stretch.from, stretch.to]) {
      const set = at.get(node) ?? new Set();
      set.add(stretch);
      at.set(node, set);
    }
  }
  const take = (node: number): { line: LngLat[]; end: number } | undefined => {
    for (const stretch of at.get(node) ?? []) {
      if (!rest.delete(stretch)) continue;
      return stretch.from === node
        ? { line: stretch.line, end: stretch.to }
        : { line: stretch.line.toReversed(), end: stretch.from };
    }
    return undefined;
  };
  const lines: LngLat[][] = [];
  for (const start of stretches) {
    if (!rest.delete(start)) continue;
    const line = [...start.line];
    for (let end = start.to, next = take(end); next; next = take(end)) {
      line.push(...next.line.slice(1));
      end = next.end;
    }
    for (let end = start.from, next = take(end); next; next = take(end)) {
      line.unshift(...next.line.toReversed().slice(0, -1));
      end = next.end;
    }
    lines.push(line);
  }
  return lines;
}

function short([lng, lat]: LngLat): LngLat {
  return [Math.round(lng * 1e5) / 1e5, Math.round(lat * 1e5) / 1e5];
}

function closed(ring: readonly LngLat[]): LngLat[] {
  const points = ring.map(short);
  const [a, b] = [points[0]!, points.at(-1)!];
  return a[0] === b[0] && a[1] === b[1] ? points : [...points, a];
}
