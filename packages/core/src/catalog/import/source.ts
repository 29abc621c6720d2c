import type { Field, FieldColumns } from "./field-map.ts";
import type { Refusal } from "./refusal.ts";

/** A row as text by field. */
export interface SourceRow {
  /** The line that it begins on; in GeoJSON that is not one feature a line, the number of the feature. */
  readonly line: number;
  readonly values: Partial<Record<Field, string>>;
}

/** A row that its reader already knows not to be taken, with as much of it as can be told. */
export interface RefusedSourceRow extends Refusal {
  readonly line: number;
  readonly name: string;
  /** Given where the source's own id is known: what is closed for good is taken off the city as well. */
  readonly id?: string | undefined;
}

export type SourceEntry = { row: SourceRow } | { refused: RefusedSourceRow };

/** What a reader has to know of the city to understand its rows. */
export interface ReadContext {
  /** ISO 3166 alpha-2; undefined while it is not known. */
  readonly country: string | undefined;
  readonly now: Date;
}

/** A file of restaurants or menus, read row by row, so that its size doesn't matter. */
export interface Source {
  /** `csv`, `osm`, or what the map calls it: the first part of every source id. */
  readonly prefix: string;
  readonly encoding: string;
  /** Which column holds what; empty for GeoJSON without a map. */
  readonly columns: FieldColumns;
  /** Whether rows say which city they are of, so that others must be left out. */
  readonly namesCities: boolean;
  readonly size: number;
  /** Reads the whole file; may be called again. Ends early, with `onCutOff` called, where the file breaks off. */
  rows(context: ReadContext, watch?: SourceWatch): AsyncIterable<SourceEntry>;
}

export interface SourceWatch {
  readonly onRead?: (bytes: number) => void;
  /** The file ends in the middle of something: what came before has been given. */
  readonly onCutOff?: (detail: string) => void;
  /** Something that is odd about the file as a whole. */
  readonly onWarning?: (text: string) => void;
}
