import { createHash } from "node:crypto";
import type { Keyed } from "./engine.ts";
import { Problem } from "./problem.ts";
import type { Store } from "./store.ts";

export type Answer = { status: number; body: unknown; replayed: boolean };

/**
 * One key, one act. The first call acts and its answer is kept in the store with what it changed; a repeat, at any
 * later time or at the same moment, gets that answer. Refusals are not kept: what is refused today (a capture before
 * the customer has approved) may be asked again under the same key.
 */
export class Idempotency {
  #running = new Map<string, { fingerprint: string; answer: Promise<Answer> }>();

  constructor(private readonly store: Store) {}

  /**
   * @param act does the work and commits `keyed` along with it.
   * @throws Problem 422 `idempotency_key_reused` when the key came with another body before.
   */
  async once(
    key: string,
    route: string,
    body: unknown,
    status: number,
    act: (keyed: Keyed) => Promise<unknown>,
  ): Promise<Answer> {
    const scope = `${key} ${route}`;
    const fingerprint = createHash("sha256").update(canonical(body)).digest("hex");
    const kept = this.store.answer(scope);
    const before = kept ?? this.#running.get(scope);
    if (before && before.fingerprint !== fingerprint)
      throw new Problem(422, "idempotency_key_reused", "This idempotency key was used with another request.");
    if (kept) return { status: kept.status, body: kept.body, replayed: true };
    const running = this.#running.get(scope);
    if (running) return { ...(await running.answer), replayed: true };
    const answer = act({ scope, fingerprint, status }).then((done) => ({ status, body: done, replayed: false }));
    this.#running.set(scope, { fingerprint, answer });
    try {
      return await answer;
    } finally {
      this.#running.delete(scope);
    }
  }
}

/** The same JSON value gives the same text, however its keys were ordered. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  fields.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`).join(",")}}`;
}
