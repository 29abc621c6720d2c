export { buildSearchDocuments } from "./build-documents.ts";
export { createSearchEngine, type SearchEngineConfig } from "./create-search-engine.ts";
export { createEmbeddedEngine } from "./embedded/embedded-engine.ts";
export { indexMissing, indexRestaurants, reindexCity } from "./index-restaurants.ts";
export type { SearchEngine } from "./port.ts";
export { searchRestaurants } from "./search-restaurants.ts";
export type { SearchServices } from "./services.ts";
export { suggest } from "./suggest.ts";
