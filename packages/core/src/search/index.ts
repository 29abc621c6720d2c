export { buildSearchDocuments } from "./build-documents.ts";
export { createSearchEngine, type SearchEngineConfig } from "./create-search-engine.ts";
export { createEmbeddedEngine } from "./embedded/embedded-engine.ts";
export {
  indexMissing,
  indexRestaurants,
  reindexCity,
  type IndexingOptions,
  type IndexingReport,
} from "./index-restaurants.ts";
export { catalogueIds, knownIds } from "./known-ids.ts";
export { observeEngine, type EngineObserver } from "./observe-engine.ts";
export type { SearchEngine } from "./port.ts";
export { announceIndexChange } from "./cache/city-versions.ts";
export { DocumentRefusedError, type RebuildableEngine } from "./rebuild/port.ts";
export {
  neededRebuild,
  openRebuild,
  rebuildIndex,
  type RebuildProgress,
  type RebuildScope,
} from "./rebuild/rebuild-index.ts";
export { RebuildRunningError, withRebuildLock } from "./rebuild/rebuild-lock.ts";
export { createSearchMemory, type SearchMemory } from "./search-memory.ts";
export { searchRestaurants } from "./search-restaurants.ts";
export type { SearchServices } from "./services.ts";
export { suggest } from "./suggest.ts";
