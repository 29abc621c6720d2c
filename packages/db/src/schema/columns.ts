import { sql } from "drizzle-orm";
import { char, customType, timestamp, uuid } from "drizzle-orm/pg-core";

/** Ids are UUID v7 made by the application, so that a row's id is known before it is written and sorts by time. */
export const id = () => uuid("id").primaryKey();

export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: "date", precision: 3 });
export const createdAt = () =>
  instant("created_at")
    .notNull()
    .default(sql`now()`);
export const updatedAt = () =>
  instant("updated_at")
    .notNull()
    .default(sql`now()`);

export const currency = () => char("currency", { length: 3 }).notNull();

export const tsvector = customType<{ data: string }>({ dataType: () => "tsvector" });
