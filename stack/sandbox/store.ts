import {
  closeSync,
  fdatasync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import type { EventType, Payment, PresentedPayment } from "./payment.ts";

/**
 * The sandbox's memory: an append-only file of JSON lines, replayed at the start. One line carries everything that
 * one call changed (the payment, the answer kept for its idempotency key, the event to send), so that a kill -9
 * leaves all of it or none. A line counts once its newline is there; a torn last line is cut off.
 *
 * Lines are handed to the kernel before the call is answered, which a killed process survives; the disk is told to
 * keep them a moment later, so a power cut may lose the last fifth of a second. That is good enough for play money.
 */
export type StoredAnswer = { scope: string; fingerprint: string; status: number; body: unknown };
export type StoredEvent = {
  id: string;
  type: EventType;
  createdAt: string;
  payment: PresentedPayment;
  /** Deliveries that are still owed: 2 when the event is to arrive twice. 0: delivered, dropped or given up. */
  owed: number;
  attempts: number;
  nextAttemptAt: string;
  outcome: "waiting" | "delivered" | "dropped" | "given_up";
};
export type StoreRecord = { payment?: Payment; answer?: StoredAnswer; event?: StoredEvent };

export class StoreCorruptError extends Error {
  override name = "StoreCorruptError";
}

const SYNC_AFTER_MS = 200;

export class Store {
  readonly payments = new Map<string, Payment>();
  readonly events = new Map<string, StoredEvent>();
  #answers = new Map<string, StoredAnswer>();
  #byReference = new Map<string, string[]>();
  #fd: number;
  #length: number;
  #syncTimer: NodeJS.Timeout | undefined;

  /** @throws StoreCorruptError naming the line that cannot be read. */
  constructor(readonly path: string) {
    mkdirSync(dirname(path), { recursive: true });
    this.#fd = openSync(path, "a+", 0o600);
    const text = readFileSync(this.#fd, "utf8");
    const end = text.lastIndexOf("\n") + 1;
    const lines = text.slice(0, end).split("\n");
    lines.pop();
    for (const [index, line] of lines.entries()) this.#replay(line, index + 1);
    this.#length = Buffer.byteLength(text.slice(0, end));
    if (fstatSync(this.#fd).size > this.#length) ftruncateSync(this.#fd, this.#length);
    const alive = this.payments.size + this.#answers.size + this.events.size;
    if (lines.length > 1_000 && lines.length > 3 * alive) this.#compact();
  }

  /** Durable against the process's death once it returns. @throws when the disk refuses; then nothing changed. */
  commit(record: StoreRecord): void {
    this.#append(JSON.stringify(record) + "\n");
    this.#apply(record);
  }

  answer(scope: string): StoredAnswer | undefined {
    return this.#answers.get(scope);
  }
  paymentsOf(reference: string): Payment[] {
    return (this.#byReference.get(reference) ?? []).flatMap((id) => this.payments.get(id) ?? []);
  }
  close(): void {
    clearTimeout(this.#syncTimer);
    closeSync(this.#fd);
  }

  #replay(line: string, number: number): void {
    try {
      this.#apply(JSON.parse(line) as StoreRecord);
    } catch (cause) {
      throw new StoreCorruptError(`${this.path}: line ${number} is not a record; move the file away to start afresh`, {
        cause,
      });
    }
  }

  #apply({ payment, answer, event }: StoreRecord): void {
    if (payment) {
      if (!this.payments.has(payment.id)) {
        const of = this.#byReference.get(payment.reference);
        if (of) of.push(payment.id);
        else this.#byReference.set(payment.reference, [payment.id]);
      }
      this.payments.set(payment.id, payment);
    }
    if (answer) this.#answers.set(answer.scope, answer);
    if (event) this.events.set(event.id, event);
  }

  #append(text: string): void {
    const bytes = Buffer.from(text);
    try {
      for (let done = 0; done < bytes.length;) done += writeSync(this.#fd, bytes, done);
    } catch (error) {
      // A full disk may have taken half a line: the next line must not be glued to it.
      ftruncateSync(this.#fd, this.#length);
      throw error;
    }
    this.#length += bytes.length;
    this.#syncTimer ??= setTimeout(() => {
      this.#syncTimer = undefined;
      fdatasync(this.#fd, () => {});
    }, SYNC_AFTER_MS).unref();
  }

  /** The same state in fewer lines, swapped in whole. */
  #compact(): void {
    const records: StoreRecord[] = [
      ...[...this.payments.values()].map((payment) => ({ payment })),
      ...[...this.#answers.values()].map((answer) => ({ answer })),
      ...[...this.events.values()].filter((event) => event.owed > 0).map((event) => ({ event })),
    ];
    const temporary = `${this.path}.compact`;
    const fd = openSync(temporary, "w", 0o600);
    for (const record of records) writeFileSync(fd, JSON.stringify(record) + "\n");
    fsyncSync(fd);
    closeSync(fd);
    renameSync(temporary, this.path);
    closeSync(this.#fd);
    this.#fd = openSync(this.path, "a+", 0o600);
    this.#length = fstatSync(this.#fd).size;
  }
}
