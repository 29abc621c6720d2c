import { distanceMeters } from "@tiffin/domain/geo/distance";
import { toLngLat, toLocation } from "@tiffin/domain/geo/location";
import type { Location, LngLat } from "@tiffin/domain/geo/location";
import { nearestOnLine, polylineMeters, sliceLine } from "@tiffin/domain/geo/polyline";
import type { StreetEdge, StreetGraph } from "@tiffin/domain/geo/streets";
import { around } from "geokdbush";
import KDBush from "kdbush";
import { LRUCache } from "lru-cache";
import createGraph from "ngraph.graph";
import type { Graph } from "ngraph.graph";
import { nba } from "ngraph.path";
import type { PathFinder } from "ngraph.path";
import { every, joinLines, rounded } from "./street-lines.ts";
import { TravelTrees } from "./travel-trees.ts";

/** A way over the streets. Meters and seconds are whole numbers; the polyline runs from door to door. */
export interface Route {
  distanceMeters: number;
  durationSeconds: number;
  polyline: LngLat[];
}

/** How long a way over the streets is, without its shape. Whole meters and seconds. */
export type Travel = Pick<Route, "distanceMeters" | "durationSeconds">;

/** From a place to the nearest street; beyond it a place counts as off the map. */
export const SNAP_METERS = 500;
/** Lights, turns and people, at each junction. */
const JUNCTION_SECONDS = 3;
/** From the street to the door and back, on foot. */
const WALK_METERS_PER_SECOND = 1.3;
/** Meters between the points by which a street is found. */
const INDEX_STEP = 60;
/** Restaurants stay where they are: their streets are looked up once. */
const REMEMBERED_PLACES = 50_000;
/** Ways from junction to junction, of some hundred bytes to some kilobytes each. */
const REMEMBERED_PATHS = 5_000;

interface Street {
  edge: number;
  /** The same stretch in the other direction, where that may be driven. */
  twin: number | undefined;
  line: LngLat[];
}

interface Snap {
  street: Street;
  /** Where on the street. */
  at: LngLat;
  alongMeters: number;
  /** From the door to it. */
  walkMeters: number;
}

/** A direction in which the street of a place is driven. */
interface Heading {
  from: number;
  to: number;
  /** From the place to the junction ahead. */
  aheadMeters: number;
  aheadSeconds: number;
  /** From the junction behind to the place. */
  behindMeters: number;
  behindSeconds: number;
  /** From the junction behind to the one ahead. */
  line: LngLat[];
}

/** Where a ride starts from. */
interface Start {
  snap: Snap;
  headings: Heading[];
}

/** The quickest way between two junctions. */
interface Path {
  seconds: number;
  meters: number;
  edges: readonly number[];
}

/** One city's streets, ready to route on. Made once a version of the streets; holds no connection. */
export class StreetNetwork {
  readonly #edges: readonly StreetEdge[];
  readonly #lengths: number[];
  /** As drawn, by edge. A stated length may differ a little, and decides only how long the ride takes. */
  readonly #drawnMeters: number[];
  readonly #streets: Street[];
  readonly #index: KDBush;
  readonly #streetOfPoint: number[] = [];
  readonly #nodes: readonly LngLat[];
  readonly #finder: PathFinder<LngLat>;
  readonly #edgeBetween = new Map<string, number>();
  readonly #secondsBetween = new Map<string, number>();
  readonly #trees: TravelTrees;
  /** A round of dispatch asks about the same places again and again, as the same objects; the next round about most of them. */
  readonly #snaps = new WeakMap<Location, Snap | "off the map">();
  readonly #snapsAt = new LRUCache<string, Snap | "off the map">({ max: REMEMBERED_PLACES });
  readonly #paths = new LRUCache<number, Path | "no way">({ max: REMEMBERED_PATHS });
  readonly #starts = new LRUCache<string, Start | "off the map">({ max: REMEMBERED_PLACES });

  constructor(graph: StreetGraph) {
    this.#nodes = graph.nodes;
    this.#edges = graph.edges;
    this.#lengths = graph.edges.map((edge) => edge.lengthMeters);
    this.#drawnMeters = graph.edges.map((edge) => polylineMeters(this.#lineOf(edge)));
    this.#streets = pairUp(graph);
    const { links, topSpeed } = this.#link(graph);
    this.#finder = nba(links, {
      oriented: true,
      distance: (_from, _to, link) => link.data,
      heuristic: (from, to) => distanceMeters(toLocation(from.data), toLocation(to.data)) / topSpeed,
    });
    this.#index = this.#indexStreets();
    this.#trees = new TravelTrees(
      graph.nodes.length,
      graph.edges,
      (edge) => this.#secondsOf(edge),
      (edge) => this.#drawnMeters[edge]!,
    );
  }

  /** The quickest way, or undefined when an end is too far from any street or can't be reached. */
  route(from: Location, to: Location): Route | undefined {
    const start = this.#snap(from);
    const end = this.#snap(to);
    if (!start || !end) return undefined;
    const best = this.#best(start, end);
    if (!best) return undefined;
    const polyline = joinLines([[toLngLat(from)], best.line(), [toLngLat(to)]]).map(rounded);
    const walk = start.walkMeters + end.walkMeters;
    return {
      distanceMeters: Math.round(best.meters + walk),
      durationSeconds: Math.round(best.seconds + walk / WALK_METERS_PER_SECOND),
      polyline,
    };
  }

  /**
   * The quickest ways from many places to one: what {@link route} says of each, without its shape, at the price of one
   * walk over the streets around `to` (none when they were walked before). Undefined as in {@link route}.
   */
  travelTo(to: Location, from: readonly Location[]): (Travel | undefined)[] {
    const end = this.#snap(to);
    if (!end) return from.map(() => undefined);
    const starts = from.map((place) => this.#startAt(place));
    const arrivals = this.#headings(end).map((heading) => ({ heading, tree: this.#trees.to(heading.from) }));
    const wanted = starts.flatMap((start) => start?.headings.map((heading) => heading.to) ?? []);
    for (const { tree } of arrivals) tree.reach(wanted);
    return starts.map((start) => {
      if (start === undefined) return undefined;
      const along = this.#alongOneStreet(start.snap, end);
      let seconds = along?.seconds ?? Infinity;
      let meters = along?.meters ?? 0;
      for (const leave of start.headings) {
        for (const { heading, tree } of arrivals) {
          const total = leave.aheadSeconds + tree.seconds[leave.to]! + heading.behindSeconds;
          if (total >= seconds) continue;
          seconds = total;
          meters = leave.aheadMeters + tree.meters[leave.to]! + heading.behindMeters;
        }
      }
      if (!Number.isFinite(seconds)) return undefined;
      const walk = start.snap.walkMeters + end.walkMeters;
      return {
        distanceMeters: Math.round(meters + walk),
        durationSeconds: Math.round(seconds + walk / WALK_METERS_PER_SECOND),
      };
    });
  }

  /**
   * Seconds of the quickest way, for a planner that asks about thousands of pairs: between the nearest junctions, and
   * remembered. Undefined as in {@link route}.
   */
  travelSeconds(from: Location, to: Location): number | undefined {
    const start = this.#snap(from);
    const end = this.#snap(to);
    if (!start || !end) return undefined;
    const [a, b] = [this.#nearestNode(start), this.#nearestNode(end)];
    const walk = (start.walkMeters + end.walkMeters) / WALK_METERS_PER_SECOND;
    if (a === b) return walk + distanceMeters(toLocation(start.at), toLocation(end.at)) / 6;
    const key = `${a}>${b}`;
    let seconds = this.#secondsBetween.get(key);
    if (seconds === undefined) {
      seconds = this.#findPath(a, b)?.seconds ?? Infinity;
      // A city of 2,000 junctions has 4 million pairs; the ones in use are few.
      if (this.#secondsBetween.size > 200_000) this.#secondsBetween.clear();
      this.#secondsBetween.set(key, seconds);
    }
    return Number.isFinite(seconds) ? seconds + walk : undefined;
  }

  #link(graph: StreetGraph): { links: Graph<LngLat, number>; topSpeed: number } {
    const links = createGraph<LngLat, number>();
    graph.nodes.forEach((node, i) => links.addNode(i, node));
    let topSpeed = 1;
    graph.edges.forEach((edge, i) => {
      topSpeed = Math.max(topSpeed, edge.speedKmh / 3.6);
      const key = `${edge.from}>${edge.to}`;
      const rival = this.#edgeBetween.get(key);
      if (rival !== undefined && this.#secondsOf(rival) <= this.#secondsOf(i)) return;
      this.#edgeBetween.set(key, i);
      links.addLink(edge.from, edge.to, this.#secondsOf(i));
    });
    return { links, topSpeed };
  }

  #secondsOf(edge: number): number {
    return this.#lengths[edge]! / (this.#edges[edge]!.speedKmh / 3.6) + JUNCTION_SECONDS;
  }

  #indexStreets(): KDBush {
    const points: LngLat[] = [];
    this.#streets.forEach((street, s) => {
      for (const point of every(street.line, INDEX_STEP)) {
        points.push(point);
        this.#streetOfPoint.push(s);
      }
    });
    const index = new KDBush(points.length);
    for (const [lng, lat] of points) index.add(lng, lat);
    return index.finish();
  }

  #snap(place: Location): Snap | undefined {
    let snap = this.#snaps.get(place);
    if (snap === undefined) {
      const key = `${place.lat},${place.lng}`;
      snap = this.#snapsAt.get(key) ?? this.#nearestStreet(place) ?? "off the map";
      this.#snapsAt.set(key, snap);
      this.#snaps.set(place, snap);
    }
    return snap === "off the map" ? undefined : snap;
  }

  #nearestStreet(place: Location): Snap | undefined {
    const seen = new Set<number>();
    let best: Snap | undefined;
    for (const point of around(this.#index, place.lng, place.lat, 12, (SNAP_METERS + INDEX_STEP) / 1_000)) {
      const s = this.#streetOfPoint[point]!;
      if (seen.has(s)) continue;
      seen.add(s);
      const street = this.#streets[s]!;
      const near = nearestOnLine(street.line, place);
      if (best && near.distanceMeters >= best.walkMeters) continue;
      best = {
        street,
        at: toLngLat(near.location),
        alongMeters: near.alongMeters,
        walkMeters: near.distanceMeters,
      };
    }
    return best && best.walkMeters <= SNAP_METERS ? best : undefined;
  }

  #nearestNode({ street, alongMeters }: Snap): number {
    const edge = this.#edges[street.edge]!;
    // Of a one-way street the junction ahead is the one that can be driven to.
    return street.twin !== undefined && alongMeters < polylineMeters(street.line) / 2 ? edge.from : edge.to;
  }

  #startAt(place: Location): Start | undefined {
    const key = `${place.lat},${place.lng}`;
    let start = this.#starts.get(key);
    if (start === undefined) {
      const snap = this.#snap(place);
      start = snap ? { snap, headings: this.#headings(snap) } : "off the map";
      this.#starts.set(key, start);
    }
    return start === "off the map" ? undefined : start;
  }

  #best(start: Snap, end: Snap): { seconds: number; meters: number; line: () => LngLat[] } | undefined {
    let best = this.#alongOneStreet(start, end);
    for (const leave of this.#headings(start)) {
      for (const arrive of this.#headings(end)) {
        const path = this.#path(leave.to, arrive.from);
        if (!path) continue;
        const seconds = leave.aheadSeconds + path.seconds + arrive.behindSeconds;
        if (best && seconds >= best.seconds) continue;
        best = {
          seconds,
          meters: leave.aheadMeters + path.meters + arrive.behindMeters,
          line: () =>
            joinLines([
              sliceLine(leave.line, leave.behindMeters, leave.behindMeters + leave.aheadMeters),
              ...path.edges.map((edge) => this.#lineOf(this.#edges[edge]!)),
              sliceLine(arrive.line, 0, arrive.behindMeters),
            ]),
        };
      }
    }
    return best;
  }

  /** The ways in which a street can be driven from and to a place on it. */
  #headings({ street, alongMeters }: Snap): Heading[] {
    const length = this.#drawnMeters[street.edge]!;
    const edges = street.twin === undefined ? [street.edge] : [street.edge, street.twin];
    return edges.map((index) => {
      const edge = this.#edges[index]!;
      const forward = index === street.edge;
      const along = forward ? alongMeters : length - alongMeters;
      const pace = edge.speedKmh / 3.6;
      return {
        from: edge.from,
        to: edge.to,
        aheadMeters: length - along,
        aheadSeconds: (length - along) / pace,
        behindMeters: along,
        behindSeconds: along / pace,
        line: forward ? street.line : street.line.toReversed(),
      };
    });
  }

  #alongOneStreet(start: Snap, end: Snap): { seconds: number; meters: number; line: () => LngLat[] } | undefined {
    if (start.street !== end.street) return undefined;
    const { street } = start;
    if (street.twin === undefined && end.alongMeters < start.alongMeters) return undefined;
    const [a, b] = [start.alongMeters, end.alongMeters].toSorted((x, y) => x - y) as [number, number];
    return {
      meters: b - a,
      seconds: (b - a) / (this.#edges[street.edge]!.speedKmh / 3.6),
      line() {
        const part = sliceLine(street.line, a, b);
        return start.alongMeters <= end.alongMeters ? part : part.toReversed();
      },
    };
  }

  /** Remembered: a rider's app asks again while it rides along a street, and so do those who watch it. */
  #path(from: number, to: number): Path | undefined {
    const key = from * this.#nodes.length + to;
    let path = this.#paths.get(key);
    if (path === undefined) {
      path = this.#findPath(from, to) ?? "no way";
      this.#paths.set(key, path);
    }
    return path === "no way" ? undefined : path;
  }

  #findPath(from: number, to: number): Path | undefined {
    if (from === to) return { seconds: 0, meters: 0, edges: [] };
    // ngraph.path answers from the goal back to the start; nothing when there is no way.
    const nodes = this.#finder.find(from, to).toReversed();
    if (nodes.length < 2) return undefined;
    let seconds = 0;
    let meters = 0;
    const edges: number[] = [];
    for (let i = 1; i < nodes.length; i++) {
      const index = this.#edgeBetween.get(`${String(nodes[i - 1]!.id)}>${String(nodes[i]!.id)}`)!;
      seconds += this.#secondsOf(index);
      meters += this.#drawnMeters[index]!;
      edges.push(index);
    }
    return { seconds, meters, edges };
  }

  #lineOf(edge: StreetEdge): LngLat[] {
    return [this.#nodes[edge.from]!, ...edge.via, this.#nodes[edge.to]!];
  }
}

/** Edges that are the two directions of one stretch become one street. */
function pairUp(graph: StreetGraph): Street[] {
  const streets: Street[] = [];
  const waiting = new Map<string, Street[]>();
  graph.edges.forEach((edge, i) => {
    const length = Math.round(edge.lengthMeters);
    const back = waiting.get(`${edge.to}>${edge.from}/${length}`)?.pop();
    if (back) {
      back.twin = i;
      return;
    }
    const line = [graph.nodes[edge.from]!, ...edge.via, graph.nodes[edge.to]!];
    const street: Street = { edge: i, twin: undefined, line };
    streets.push(street);
    const key = `${edge.from}>${edge.to}/${length}`;
    const list = waiting.get(key);
    if (list) list.push(street);
    else waiting.set(key, [street]);
  });
  return streets;
}
