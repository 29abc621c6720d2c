import type { DatabaseOrTransaction } from "@tiffin/db/client";
import type { OutlookServices } from "./ranking/outlook.ts";
import type { SearchEngine } from "./port.ts";
import type { SearchMemory } from "./search-memory.ts";

export interface SearchServices extends OutlookServices {
  readonly db: DatabaseOrTransaction;
  readonly searchEngine: SearchEngine;
  readonly searchMemory: SearchMemory;
  /** Signs cursors; the same in every process. */
  readonly cursorSecret: string;
}
