import type postgres from "postgres";
import { isOfAnyLength } from "./any-of.ts";

/**
 * Statements that come again are prepared: Postgres parses and plans them once for each connection, and they need one
 * round trip instead of two. Drizzle leaves that off for all that has no name, so it is done beneath it, by the text.
 */
export interface StatementMemory {
  /** Whether this statement is to be prepared; it is counted as seen. */
  isRepeated(text: string): boolean;
}

/** A prepared statement keeps its plan in every connection, so a text that is never the same twice isn't worth one. */
const SEEN_BEFORE = 2;
/** Lists of ever other lengths make ever other texts: beyond this many, further texts stay unprepared. */
const MOST_PREPARED = 400;
const MOST_COUNTED = 2_000;

export function statementMemory(): StatementMemory {
  const prepared = new Set<string>();
  const seen = new Map<string, number>();
  return {
    isRepeated(text) {
      if (prepared.has(text)) return true;
      if (prepared.size >= MOST_PREPARED) return false;
      const times = (seen.get(text) ?? 0) + 1;
      if (times > SEEN_BEFORE && !isOfAnyLength(text)) {
        seen.delete(text);
        prepared.add(text);
        return true;
      }
      if (seen.size >= MOST_COUNTED) seen.clear();
      seen.set(text, times);
      return false;
    },
  };
}

/** The same client, whose `unsafe` (which Drizzle calls for everything) prepares what comes again; in transactions, too. */
export function preparingRepeated<T extends postgres.ISql>(client: T, memory: StatementMemory): T {
  return new Proxy(client, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (name === "unsafe") {
        const unsafe = value as postgres.ISql["unsafe"];
        const preparing: postgres.ISql["unsafe"] = (text, parameters, options) =>
          unsafe(text, parameters, {
            ...options,
            prepare: memory.isRepeated(text),
            ...(parameters?.every(isText) === true ? TEXT : {}),
          });
        return preparing;
      }
      if (name === "begin" || name === "savepoint") {
        return (...args: unknown[]) =>
          (value as (...all: unknown[]) => unknown)(
            ...args.map((arg) =>
              typeof arg === "function"
                ? (inner: postgres.TransactionSql) => (arg as Callback)(preparingRepeated(inner, memory))
                : arg,
            ),
          );
      }
      return value;
    },
  });
}

/** Tells the driver (as we patch it) not to ask the server first which types the parameters have: each is sent as it reads. */
const TEXT: object = { isText: true };

/** What reads the same whatever type the server gives it; Drizzle has made text of most values before they come here. */
const isText = (value: unknown) => value === null || ["string", "number", "boolean"].includes(typeof value);

type Callback = (sql: postgres.TransactionSql) => unknown;
