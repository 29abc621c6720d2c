interface Entry {
  readonly lsn: bigint;
  readonly committedAt: Date;
  left: number;
}

/**
 * How far everything is done: transactions are finished in any order by their sinks, but the place that is confirmed to
 * Postgres moves only over an unbroken row of finished ones. What is not confirmed comes again after a restart.
 */
export class Watermark {
  #done: bigint;
  #doneAt: Date | null = null;
  readonly #open: Entry[] = [];
  readonly #onAdvance: (lsn: bigint) => void;

  constructor(start: bigint, onAdvance: (lsn: bigint) => void) {
    this.#done = start;
    this.#onAdvance = onAdvance;
  }

  get done(): bigint {
    return this.#done;
  }

  /** When the last transaction of that row was committed; null before the first. */
  get doneAt(): Date | null {
    return this.#doneAt;
  }

  get isIdle(): boolean {
    return this.#open.length === 0;
  }

  /** A transaction that ends at `lsn` and has `parts` deliveries to wait for. Returns what to call after each. */
  open(lsn: bigint, parts: number, committedAt: Date): () => void {
    const entry: Entry = { lsn, committedAt, left: parts };
    this.#open.push(entry);
    if (parts === 0) this.#advance();
    return () => {
      entry.left -= 1;
      if (entry.left === 0) this.#advance();
    };
  }

  #advance(): void {
    const before = this.#done;
    let finished = 0;
    for (; this.#open[finished]?.left === 0; finished += 1) {
      this.#done = this.#open[finished]?.lsn ?? this.#done;
      this.#doneAt = this.#open[finished]?.committedAt ?? this.#doneAt;
    }
    this.#open.splice(0, finished);
    if (this.#done !== before) this.#onAdvance(this.#done);
  }
}
