import type { Database } from "@tiffin/db/client";
import { createEmbeddedEngine } from "./embedded/embedded-engine.ts";
import { withRebuild } from "./embedded/rebuild.ts";
import { createMeilisearchEngine } from "./meilisearch/meilisearch-engine.ts";
import type { RebuildableEngine } from "./rebuild/port.ts";

export type SearchEngineConfig =
  | { readonly engine: "embedded" }
  | { readonly engine: "meilisearch"; readonly url: string; readonly key: string };

/** The engine that the configuration names. */
export function createSearchEngine(config: SearchEngineConfig, db: Database): RebuildableEngine {
  switch (config.engine) {
    case "embedded":
      return withRebuild(createEmbeddedEngine(db), db);
    case "meilisearch":
      return createMeilisearchEngine(config);
    default:
      return config satisfies never;
  }
}
