import type { SearchEngine } from "./port.ts";

export type EngineCall = "search" | "documents" | "suggest";

/** Hears of every question to the engine, when it is answered. */
export type EngineObserver = (call: EngineCall, outcome: "answered" | "failed", seconds: number) => void;

/** The same engine, with somebody who counts. */
export function observeEngine<E extends SearchEngine>(engine: E, observe: EngineObserver): E {
  async function observed<T>(call: EngineCall, ask: () => Promise<T>): Promise<T> {
    const startedAt = performance.now();
    let outcome: "answered" | "failed" = "failed";
    try {
      const answer = await ask();
      outcome = "answered";
      return answer;
    } finally {
      observe(call, outcome, (performance.now() - startedAt) / 1_000);
    }
  }
  return {
    ...engine,
    search: (query) => observed("search", () => engine.search(query)),
    documents: (ids) => (ids.length === 0 ? Promise.resolve([]) : observed("documents", () => engine.documents(ids))),
    suggest: (query) => observed("suggest", () => engine.suggest(query)),
  };
}
