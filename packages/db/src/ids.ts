import { v7 } from "uuid";

/** A new id: UUID v7, made before the row is written and sorting by time. */
export function newId(): string {
  return v7();
}

/** What isn't a UUID can't be an id: asked before a query, so that Postgres need not refuse it. */
export function isId(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text);
}
