import type { DatabaseOrTransaction } from "@tiffin/db/client";
import { replaceStreets } from "@tiffin/db/queries/city-streets";
import { distanceMeters } from "@tiffin/domain/geo/distance";
import { toLocation } from "@tiffin/domain/geo/location";
import type { Location } from "@tiffin/domain/geo/location";
import { assembleGraph } from "./assemble-graph.ts";
import { drawStreets } from "./draw-streets.ts";
import type { StreetSource } from "./street-source.ts";

export interface StreetReport {
  version: number;
  junctions: number;
  streets: number;
  /** Streets' length once, however many directions they have. */
  kilometers: number;
  names: number;
  roadsRead: number;
  areas: number;
  skipped: Record<string, number>;
}

/** The streets of an extract, ready to be written. */
export interface PreparedStreets {
  graph: ReturnType<typeof assembleGraph>;
  map: ReturnType<typeof drawStreets>;
  /** The middle of all junctions. */
  centre: Location;
  report: Omit<StreetReport, "version">;
}

/** Nothing in the extract can be ridden on, or it lies elsewhere; the message is for the person at the terminal. */
export class StreetsError extends Error {
  override readonly name = "ImportError";
}

const farMeters = 60_000;

/** @throws StreetsError when the extract has no streets. */
export function prepareStreets(source: StreetSource): PreparedStreets {
  const graph = assembleGraph(source.roads);
  if (graph.edges.length === 0) throw new StreetsError("the extract has no streets that can be ridden on");
  const seen = new Set<string>();
  let meters = 0;
  for (const { from, to, lengthMeters } of graph.edges) {
    const key = `${Math.min(from, to)}/${Math.max(from, to)}/${Math.round(lengthMeters)}`;
    if (seen.has(key)) continue;
    seen.add(key);
    meters += lengthMeters;
  }
  const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
  return {
    graph,
    map: drawStreets(graph, source),
    centre: { lat: median(graph.nodes.map(([, lat]) => lat)), lng: median(graph.nodes.map(([lng]) => lng)) },
    report: {
      junctions: graph.nodes.length,
      streets: seen.size,
      kilometers: Math.round(meters / 100) / 10,
      names: new Set(graph.edges.flatMap(({ name }) => (name === null ? [] : [name]))).size,
      roadsRead: source.roads.length,
      areas: source.areas.length,
      skipped: source.skipped,
    },
  };
}

/**
 * Puts the streets in the place of those that the city had. Processes that route notice within half a minute, the map
 * with its next request.
 *
 * @throws StreetsError when they lie nowhere near the city.
 */
export async function importStreets(
  db: DatabaseOrTransaction,
  city: { id: string; name: string; lat: number; lng: number },
  prepared: PreparedStreets,
  attribution: string | null,
  now: Date,
): Promise<StreetReport> {
  const nearest = prepared.graph.nodes.reduce(
    (best, node) => Math.min(best, distanceMeters(city, toLocation(node))),
    Infinity,
  );
  if (nearest > farMeters) {
    const { lat, lng } = prepared.centre;
    throw new StreetsError(
      `these streets lie around ${lat.toFixed(3)},${lng.toFixed(3)}, ${Math.round(nearest / 1_000)} km from ${city.name}`,
    );
  }
  const { graph, map } = prepared;
  const version = await replaceStreets(db, { cityId: city.id, graph, map, attribution }, now);
  return { version, ...prepared.report };
}
