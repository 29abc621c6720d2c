import {
  boolean,
  customType,
  date,
  doublePrecision,
  index,
  integer,
  jsonb,
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

/**
 * The embedded search index: one document a restaurant, written by the change relay alone. Text columns are folded
 * (lower case, no diacritics) by the writer. Indexes over earth distance and trigrams are in the migrations.
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
    nameText: text("name_text").notNull(),
    /** Name, cuisines and dishes, folded: what trigrams match on. */
    fullText: text("full_text").notNull(),
    tsv: tsvector("tsv").notNull(),
    cuisines: text("cuisines").array().notNull(),
    lat: doublePrecision("lat").notNull(),
    lng: doublePrecision("lng").notNull(),
    rating: numeric("rating", { precision: 2, scale: 1, mode: "number" }),
    ratingCount: integer("rating_count").notNull(),
    costForTwo: integer("cost_for_two"),
    isPureVeg: boolean("is_pure_veg").notNull(),
    prepMinutes: smallint("prep_minutes").notNull(),
    deliveryRadiusMeters: integer("delivery_radius_meters").notNull(),
    /** It has a menu. */
    orderable: boolean("orderable").notNull(),
    acceptingOrders: boolean("accepting_orders").notNull(),
    pausedUntil: instant("paused_until"),
    timeZone: text("time_zone").notNull(),
    /** Minutes of the local week (0 is Monday 00:00, below 10080) that belong to a range of the same day… */
    openSameDay: int4multirange("open_same_day").notNull(),
    /** … and those that a range of the day before reaches into: a closure of that day takes them away too. */
    openFromDayBefore: int4multirange("open_from_day_before").notNull(),
    closures: date("closures", { mode: "string" }).array().notNull(),
    document: jsonb("document").$type<SearchDocument>().notNull(),
    updatedAt: updatedAt(),
  },
  (table) => [
    index("search_documents_city").on(table.cityId),
    index("search_documents_tsv").using("gin", table.tsv),
    index("search_documents_cuisines").using("gin", table.cuisines),
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
