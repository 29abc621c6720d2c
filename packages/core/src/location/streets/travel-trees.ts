import type { StreetEdge } from "@tiffin/domain/geo/streets";
import FlatQueue from "flatqueue";
import { LRUCache } from "lru-cache";

/** Of all trees of a city together; one of 50,000 junctions takes a megabyte. */
const MAX_BYTES = 32 * 1_024 * 1_024;
const BYTES_PER_NODE = 8 + 8 + 1;
/** A place in the queue, told of it roughly. */
const BYTES_OVERHEAD = 4_096;

/**
 * The quickest ways from every junction to one, found by Dijkstra's algorithm against the direction of travel: farther out
 * only when somebody asks about a junction that was not reached yet. So one that is asked again is free, and a question
 * about the neighbourhood does not walk the whole city.
 */
export class TravelTree {
  /** By junction; Infinity where there is no way, and before {@link reach} came there. */
  readonly seconds: Float64Array;
  readonly meters: Float64Array;
  readonly #settled: Uint8Array;
  readonly #queue = new FlatQueue<number>();
  readonly #network: ReversedNetwork;

  constructor(network: ReversedNetwork, goal: number) {
    this.#network = network;
    this.seconds = new Float64Array(network.size).fill(Infinity);
    this.meters = new Float64Array(network.size);
    this.#settled = new Uint8Array(network.size);
    this.seconds[goal] = 0;
    this.#queue.push(goal, 0);
  }

  /** Makes sure that {@link seconds} and {@link meters} are final for these junctions. */
  reach(nodes: Iterable<number>): void {
    const missing = new Set<number>();
    for (const node of nodes) if (this.#settled[node] === 0) missing.add(node);
    const { offsets, tails, seconds: cost, meters: length } = this.#network;
    const queue = this.#queue;
    while (missing.size > 0) {
      const node = queue.pop();
      if (node === undefined) return;
      if (this.#settled[node] === 1) continue;
      this.#settled[node] = 1;
      missing.delete(node);
      const soFar = this.seconds[node]!;
      for (let i = offsets[node]!; i < offsets[node + 1]!; i++) {
        const tail = tails[i]!;
        const seconds = soFar + cost[i]!;
        if (seconds >= this.seconds[tail]!) continue;
        this.seconds[tail] = seconds;
        this.meters[tail] = this.meters[node]! + length[i]!;
        queue.push(tail, seconds);
      }
    }
  }
}

/** The edges by the junction they lead to, in typed arrays (compressed sparse rows). */
interface ReversedNetwork {
  readonly size: number;
  /** The edges into a junction are those from its offset to the next one's. */
  readonly offsets: Uint32Array;
  readonly tails: Uint32Array;
  readonly seconds: Float64Array;
  readonly meters: Float64Array;
}

/** A city's trees by the junction they lead to; those that were not asked for longest are forgotten. */
export class TravelTrees {
  readonly #network: ReversedNetwork;
  readonly #trees: LRUCache<number, TravelTree>;

  constructor(
    size: number,
    edges: readonly StreetEdge[],
    secondsOf: (edge: number) => number,
    metersOf: (edge: number) => number,
  ) {
    this.#network = reverse(size, edges, secondsOf, metersOf);
    const bytes = size * BYTES_PER_NODE + BYTES_OVERHEAD;
    // At least two: a place on a two-way street has one at each end.
    this.#trees = new LRUCache({ max: Math.max(2, Math.floor(MAX_BYTES / bytes)) });
  }

  to(node: number): TravelTree {
    let tree = this.#trees.get(node);
    if (tree === undefined) this.#trees.set(node, (tree = new TravelTree(this.#network, node)));
    return tree;
  }
}

function reverse(
  size: number,
  edges: readonly StreetEdge[],
  secondsOf: (edge: number) => number,
  metersOf: (edge: number) => number,
): ReversedNetwork {
  const offsets = new Uint32Array(size + 1);
  for (const { to } of edges) offsets[to + 1]! += 1;
  for (let i = 0; i < size; i++) offsets[i + 1]! += offsets[i]!;
  const next = offsets.slice();
  const tails = new Uint32Array(edges.length);
  const seconds = new Float64Array(edges.length);
  const meters = new Float64Array(edges.length);
  edges.forEach(({ from, to }, edge) => {
    const at = next[to]!++;
    tails[at] = from;
    seconds[at] = secondsOf(edge);
    meters[at] = metersOf(edge);
  });
  return { size, offsets, tails, seconds, meters };
}
