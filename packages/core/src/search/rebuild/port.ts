import type { SearchDocument } from "@tiffin/domain/search/document";
import type { SearchEngine } from "../port.ts";

/** A search engine whose index can be made anew while people search in it. */
export interface RebuildableEngine extends SearchEngine {
  /** Which index: the engine and where it is, without secrets. Rebuilds are recorded for it. */
  readonly target: string;
  /** What is indexed and how. Another value than that of the last rebuild: everything has to be indexed again. */
  readonly indexVersion: string;
  /** The index holds documents at all (of whatever version): false in an engine that was set up anew. */
  hasIndex(): Promise<boolean>;
  /** The ids of all that is indexed (of one city), in pieces. Nothing may be removed while it is read. */
  indexedIdsIn(cityId: string | null): AsyncIterable<string[]>;
  /**
   * Opens the place that rebuild `number` writes to, or the one that it began before; a new rebuild has a new number. Small rebuilds (`inPlace`) write into
   * the index that is searched.
   */
  beginRebuild(number: number, how: { readonly inPlace: boolean }): Promise<IndexRebuild>;
}

export interface IndexRebuild {
  /** The place was empty: whatever was written before under this number is gone. */
  readonly isNew: boolean;
  /** What is written can be searched at once. */
  readonly inPlace: boolean;
  upsert(documents: readonly SearchDocument[]): Promise<void>;
  remove(restaurantIds: readonly string[]): Promise<void>;
  /** From here on the new index is searched, and written to. Repeated after a crash it does nothing more. */
  publish(): Promise<void>;
  /** Drops what nobody searches any more. */
  close(): Promise<void>;
}

/**
 * The engine took a document for bad and will not take it however often it is tried. `code` is the engine's own;
 * the message says which document and field where the engine told.
 */
export class DocumentRefusedError extends Error {
  override readonly name = "DocumentRefusedError";
  readonly code: string;
  readonly documentIds: readonly string[];

  constructor(message: string, code: string, documentIds: readonly string[], options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.documentIds = documentIds;
  }
}
