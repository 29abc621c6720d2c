import { searchSink, type Sink } from "@tiffin/core/relay";
import {
  announceIndexChange,
  catalogueIds,
  indexRestaurants,
  knownIds,
  neededRebuild,
  rebuildIndex,
  RebuildRunningError,
  withRebuildLock,
} from "@tiffin/core/search";
import { listCities } from "@tiffin/core/catalog";
import type { Logger } from "./logger.ts";
import type { WorkerMetrics } from "./metrics.ts";
import type { WorkerServices } from "./services.ts";

export interface SearchIndexJob {
  /** Takes the catalogue's changes into the index as they happen. */
  readonly sink: Sink;
  /**
   * Sees to what no change will bring: an index that is missing, of another version or was left unfinished; all of it
   * when changes `mayHaveMissed` us.
   */
  check(leading: { readonly mayHaveMissed: boolean }): Promise<void>;
  /** A rebuild under way ends after its batch; the next worker goes on. */
  stop(): Promise<void>;
}

/** While another process rebuilds, it is asked again so often. */
const TRY_AGAIN_MS = 30_000;

export function searchIndexJob(
  { db, redis, searchEngine }: WorkerServices,
  databaseUrl: string,
  metrics: WorkerMetrics,
  log: Logger,
): SearchIndexJob {
  const stopping = new AbortController();
  let isChecked = false;
  let checking: Promise<void> = Promise.resolve();
  const onIndexed = (cityIds: readonly string[]) => announceIndexChange(redis, cityIds);

  const sink = searchSink({
    async index(restaurantIds, cityIds) {
      const { indexed, removed } = await indexRestaurants(db, searchEngine, restaurantIds, { cityIds, onIndexed });
      metrics.documents.inc({ outcome: "indexed" }, indexed);
      metrics.documents.inc({ outcome: "removed" }, removed);
    },
    restaurantsOf: (cityId) => catalogueIds(db, cityId),
    async *allRestaurants() {
      // What was there is gone from the results, wherever it was.
      await onIndexed((await listCities({ db })).map((city) => city.id));
      yield* knownIds(db, searchEngine);
    },
  });

  async function rebuild(fresh: boolean): Promise<void> {
    const scope = fresh ? ({ kind: "all" } as const) : await neededRebuild(db, searchEngine);
    let indexed = 0;
    const report = await rebuildIndex(db, searchEngine, {
      scope,
      fresh,
      signal: stopping.signal,
      onIndexed,
      onProgress(progress) {
        metrics.documents.inc({ outcome: "indexed" }, progress.indexed - Math.max(indexed, progress.resumedAt));
        indexed = progress.indexed;
      },
      onRefused(document, error) {
        metrics.documents.inc({ outcome: "refused" });
        log.error({ err: error, restaurantId: document.id }, "the search engine refuses a restaurant; it is left out");
      },
    });
    const { outcome, refused, removed } = report;
    const facts = { scope: scope.kind, outcome, indexed: report.indexed, refused, removed };
    if (scope.kind !== "missing" || report.indexed > 0) log.info(facts, "the search index was brought up to date");
  }

  async function check(mayHaveMissed: boolean): Promise<void> {
    let fresh = mayHaveMissed;
    while (!stopping.signal.aborted) {
      try {
        await withRebuildLock(databaseUrl, async () => {
          await rebuild(fresh);
          fresh = false;
        });
        return;
      } catch (error) {
        if (stopping.signal.aborted) return;
        if (error instanceof RebuildRunningError) log.info("another process makes the search index anew");
        else log.warn({ err: error }, "the search index could not be brought up to date; it is tried again");
      }
      await pause(TRY_AGAIN_MS, stopping.signal);
    }
  }

  return {
    sink,
    check({ mayHaveMissed }) {
      // Led before, and nothing was missed since.
      if (isChecked && !mayHaveMissed) return Promise.resolve();
      isChecked = true;
      checking = checking.then(() => check(mayHaveMissed));
      return checking;
    },
    async stop() {
      stopping.abort();
      await checking;
    },
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
