import { sql } from "drizzle-orm";
import { index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { cities } from "./cities.ts";
import { instant, updatedAt } from "./columns.ts";

/**
 * Each time that a search index was made anew: where it stands, so that one that was cut short goes on, and which
 * version of the index is complete. The change relay looks here whether it must note what it delivers meanwhile.
 */
export const searchRebuilds = pgTable(
  "search_rebuilds",
  {
    id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
    /** Which index: the engine and where it is. */
    target: text("target").notNull(),
    /** What is indexed and how; code that wants another one builds anew. */
    version: text("version").notNull(),
    scope: text("scope").$type<"all" | "missing" | "city">().notNull(),
    cityId: uuid("city_id").references(() => cities.id, { onDelete: "cascade" }),
    /** Everything up to this restaurant, in the order of ids, is written. */
    lastId: uuid("last_id"),
    total: integer("total").notNull(),
    indexed: integer("indexed").notNull().default(0),
    refused: integer("refused").notNull().default(0),
    removed: integer("removed").notNull().default(0),
    /** Its milliseconds also name an index that is built aside. */
    startedAt: instant("started_at").notNull(),
    updatedAt: updatedAt(),
    endedAt: instant("ended_at"),
    /** Null while it runs, and of one that was cut short. */
    outcome: text("outcome").$type<"finished" | "abandoned">(),
  },
  (table) => [
    uniqueIndex("search_rebuilds_open")
      .on(table.target)
      .where(sql`${table.endedAt} is null`),
    index("search_rebuilds_target").on(table.target, table.endedAt),
  ],
);

/** Restaurants that changed while an index was made anew: they are indexed once more before it counts as finished. */
export const searchRebuildChanges = pgTable(
  "search_rebuild_changes",
  {
    rebuildId: integer("rebuild_id")
      .notNull()
      .references(() => searchRebuilds.id, { onDelete: "cascade" }),
    restaurantId: uuid("restaurant_id").notNull(),
    /** Another one with each change, so that a change that comes while an earlier one is indexed isn't forgotten with it. */
    stamp: uuid("stamp").notNull(),
  },
  (table) => [primaryKey({ columns: [table.rebuildId, table.restaurantId] })],
);
