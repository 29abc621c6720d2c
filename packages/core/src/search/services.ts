import type { DatabaseOrTransaction } from "@tiffin/db/client";
import type { SearchEngine } from "./port.ts";
import type { SearchMemory } from "./search-memory.ts";

export interface SearchServices {
  readonly db: DatabaseOrTransaction;
  readonly searchEngine: SearchEngine;
  readonly searchMemory: SearchMemory;
  /** Signs cursors; the same in every process. */
  readonly cursorSecret: string;
}
