import {
  boolean,
  customType,
  date,
  doublePrecision,
  index,
  integer,
  json,
  numeric,
  pgTable,
  smallint,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import type { SearchDocument } from "@tiffin/domain/search/document";
import { restaurants } from "./catalog.ts";
import { cities } from "./cities.ts";
import { instant, tsvector, updatedAt } from "./columns.ts";

const int4multirange = customType<{ data: string }>({ dataType: () => "int4multirange" });
/** A point in the space of earthdistance. */
const cube = customType<{ data: string }>({ dataType: () => "cube" });

/**
 * The embedded search index: one document a restaurant, written by the change relay alone. Text columns are folded
 * (lower case, no diacritics) by the writer.
 *
 * A search looks at thousands of rows of a city, so a row is kept narrow: what filters, counts and sorts lies in it; the
 * words, the dishes and the document are moved out of line (the migration says how) and read for a page only.
 */
export const searchDocuments = pgTable(
  "search_documents",
  {
    restaurantId: uuid("restaurant_id")
      .primaryKey()
      .references(() => restaurants.id, { onDelete: "cascade" }),
    cityId: uuid("city_id")
      .notNull()
      .references(() => cities.id, { onDelete: "cascade" }),
    place: cube("place").notNull(),
    lat: doublePrecision("lat").notNull(),
    lng: doublePrecision("lng").notNull(),
    /** The cell of the fine grid that it lies in. */
    cell: integer("cell").notNull(),
    ratingCount: integer("rating_count").notNull(),
    costForTwo: integer("cost_for_two"),
    deliveryRadiusMeters: integer("delivery_radius_meters").notNull(),
    prepMinutes: smallint("prep_minutes").notNull(),
    isPureVeg: boolean("is_pure_veg").notNull(),
    /** It has a menu. */
    orderable: boolean("orderable").notNull(),
    acceptingOrders: boolean("accepting_orders").notNull(),
    pausedUntil: instant("paused_until"),
    rating: numeric("rating", { precision: 2, scale: 1, mode: "number" }),
    timeZone: text("time_zone").notNull(),
    /** Minutes of the local week (0 is Monday 00:00, below 10080) that belong to a range of the same day… */
    openSameDay: int4multirange("open_same_day").notNull(),
    /** … and those that a range of the day before reaches into: a closure of that day takes them away too. */
    openFromDayBefore: int4multirange("open_from_day_before").notNull(),
    closures: date("closures", { mode: "string" }).array().notNull(),
    cuisines: text("cuisines").array().notNull(),
    /** The same in lower case, for filters. */
    cuisineKeys: text("cuisine_keys").array().notNull(),
    nameText: text("name_text").notNull(),
    /** The words of its names (weight A), of the cuisine it lists first (B) and of its other cuisines (D). */
    head: tsvector("head").notNull(),
    /**
     * Every word of its names (A), cuisines (B, D), dishes (C) and address (marked) behind the cell of the coarse grid
     * that it lies in: one index finds a word of a place without reading what it says about the rest of the world.
     */
    words: tsvector("words").notNull(),
    dishNames: text("dish_names").array().notNull(),
    document: json("document").$type<SearchDocument>().notNull(),
    updatedAt: updatedAt(),
  },
  (table) => [
    index("search_documents_city").on(table.cityId),
    index("search_documents_cell").on(table.cell),
    // To tell which time zones there are, whose clocks say who is open.
    index("search_documents_time_zone").on(table.timeZone),
    // Without a list of pending entries: every search would have to read it from end to end, once for each cell.
    index("search_documents_words").using("gin", table.words).with({ fastupdate: false }),
  ],
);

/**
 * Every word of the embedded index, to find what a misspelt word may have meant. Words are only ever added: one that no
 * document has any more matches nothing.
 */
export const searchTerms = pgTable("search_terms", {
  term: text("term").primaryKey(),
  /** Its letters in order: two words with the same letters, one edit apart in pairs, are a slip of two fingers. */
  letters: text("letters").notNull(),
});
