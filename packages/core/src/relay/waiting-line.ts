import { timeOf, type Change, type Sink } from "./change.ts";

export interface Item {
  readonly change: Change;
  /** To be called when it is where it belongs; several when changes became one. */
  readonly done: readonly (() => void)[];
}

/**
 * What waits for one sink. In order; or, for a sink that merges, one for each key, with a lane of its own for what came
 * with bulk changes, so that a single change needn't wait for them all.
 */
export class WaitingLine {
  readonly #sink: Sink;
  readonly #single = new Map<string | number, Item>();
  readonly #bulk = new Map<string | number, Item>();
  #number = 0;
  #changes = 0;
  #tookBulk = true;

  constructor(sink: Sink) {
    this.#sink = sink;
  }

  get size(): number {
    return this.#single.size + this.#bulk.size;
  }

  /** How many changes that is, counted before they were merged. */
  get changes(): number {
    return this.#changes;
  }

  /** When the change that waits longest in its lane was committed. */
  get oldest(): Date | null {
    const times = [this.#single, this.#bulk].flatMap((lane) => {
      const [first] = lane.values();
      return first === undefined ? [] : timeOf(first.change).getTime();
    });
    return times.length === 0 ? null : new Date(Math.min(...times));
  }

  add(change: Change, done: () => void, isBulk: boolean): void {
    this.#changes += 1;
    this.#put({ change, done: [done] }, isBulk);
  }

  /**
   * Takes out the next ones, at most so many. Where both lanes wait they take turns, so that neither starves; bulk ones
   * in smaller pieces then, since single ones wait for them.
   */
  take(limit: number): Item[] {
    const isBulkTurn = this.#single.size === 0 || (this.#bulk.size > 0 && !this.#tookBulk);
    this.#tookBulk = isBulkTurn;
    const items = takeFrom(isBulkTurn ? this.#bulk : this.#single, isBulkTurn ? Math.ceil(limit / 2) : limit);
    for (const { done } of items) this.#changes -= done.length;
    return items;
  }

  /** Those that were taken out come again, before all others. */
  putBack(items: readonly Item[]): void {
    const waiting = [...this.#single];
    this.#single.clear();
    for (const item of items) {
      this.#changes += item.done.length;
      this.#put(item, false);
    }
    for (const [key, item] of waiting) {
      if (typeof key === "number") this.#single.set(key, item);
      else this.#put(item, false);
    }
  }

  #put({ change, done }: Item, isBulk: boolean): void {
    const { merging } = this.#sink;
    if (merging === undefined) {
      this.#single.set(this.#number++, { change, done });
      return;
    }
    const key = merging.key(change);
    const known = this.#single.get(key) ?? this.#bulk.get(key);
    const item =
      known === undefined
        ? { change, done }
        : { change: merging.merge(known.change, change), done: known.done.concat(done) };
    if (isBulk && !this.#single.has(key)) {
      this.#bulk.set(key, item);
    } else {
      this.#bulk.delete(key);
      this.#single.set(key, item);
    }
  }
}

function takeFrom(lane: Map<string | number, Item>, limit: number): Item[] {
  const items: Item[] = [];
  for (const [key, item] of lane) {
    if (items.length >= limit) break;
    lane.delete(key);
    items.push(item);
  }
  return items;
}
