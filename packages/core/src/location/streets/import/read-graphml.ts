import type { LngLat } from "@tiffin/domain/geo/streets";
import { SaxesParser } from "saxes";
import type { StreetSource } from "./street-source.ts";

/**
 * GraphML as OSMnx writes it: nodes with `x` and `y`, directed edges (a two-way street is there twice) with OpenStreetMap
 * tags and, where they bend, a WKT `geometry`. @throws Error with the place where the XML is broken.
 */
export function readGraphml(xml: string): StreetSource {
  const names = new Map<string, string>();
  const nodes = new Map<string, LngLat>();
  const source: StreetSource = { roads: [], areas: [], places: [], skipped: {} };
  const edges: { source: string; target: string; tags: Record<string, string> }[] = [];
  let node: { id: string; tags: Record<string, string> } | undefined;
  let edge: (typeof edges)[number] | undefined;
  let field: string | undefined;
  let text = "";

  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw new Error(`the XML is broken: ${error.message}`);
  });
  parser.on("opentag", ({ name, attributes }) => {
    const attribute = (key: string): string => attributes[key] ?? "";
    if (name === "key") names.set(attribute("id"), attribute("attr.name"));
    else if (name === "node") node = { id: attribute("id"), tags: {} };
    else if (name === "edge") edge = { source: attribute("source"), target: attribute("target"), tags: {} };
    else if (name === "data") [field, text] = [names.get(attribute("key")), ""];
  });
  parser.on("text", (chunk) => {
    if (field !== undefined) text += chunk;
  });
  parser.on("closetag", ({ name }) => {
    if (name === "data" && field !== undefined) {
      const tags = edge?.tags ?? node?.tags;
      if (tags) tags[field] = text.trim();
      field = undefined;
    } else if (name === "node" && node) {
      const [x, y] = [Number(node.tags["x"]), Number(node.tags["y"])];
      if (Number.isFinite(x) && Number.isFinite(y)) nodes.set(node.id, [x, y]);
      node = undefined;
    } else if (name === "edge" && edge) {
      edges.push(edge);
      edge = undefined;
    }
  });
  parser.write(xml).close();
  if (nodes.size === 0) throw new Error("no node has coordinates (x and y)");

  edges.forEach(({ source: from, target: to, tags }, i) => {
    const [a, b] = [nodes.get(from), nodes.get(to)];
    if (!a || !b) {
      source.skipped["edges to nodes that are not there"] =
        (source.skipped["edges to nodes that are not there"] ?? 0) + 1;
      return;
    }
    const bends = lineOf(tags["geometry"]).slice(1, -1);
    const points = [{ key: from, at: a }, ...bends.map((at, k) => ({ key: `${i}/${k}`, at })), { key: to, at: b }];
    // Each edge is one direction of travel, whatever its tag says of the street.
    source.roads.push({ points, tags: { ...tags, oneway: "yes" } });
  });
  return source;
}

function lineOf(wkt: string | undefined): LngLat[] {
  const inner = /^LINESTRING\s*\((.*)\)$/.exec(wkt ?? "")?.[1];
  if (inner === undefined) return [];
  return inner.split(",").map((pair): LngLat => {
    const [x, y] = pair.trim().split(/\s+/).map(Number);
    return [x ?? Number.NaN, y ?? Number.NaN];
  });
}
