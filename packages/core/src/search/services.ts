import type { DatabaseOrTransaction } from "@tiffin/db/client";
import type { SearchEngine } from "./port.ts";

export interface SearchServices {
  readonly db: DatabaseOrTransaction;
  readonly searchEngine: SearchEngine;
  /** Signs cursors; the same in every process. */
  readonly cursorSecret: string;
}
