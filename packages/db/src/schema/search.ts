import { boolean, doublePrecision, index, integer, jsonb, numeric, pgTable, text, uuid } from "drizzle-orm/pg-core";
import type { SearchDocument } from "@tiffin/domain/search/document";
import { restaurants } from "./catalog.ts";
import { cities } from "./cities.ts";
import { tsvector, updatedAt } from "./columns.ts";

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
    document: jsonb("document").$type<SearchDocument>().notNull(),
    updatedAt: updatedAt(),
  },
  (table) => [
    index("search_documents_city").on(table.cityId),
    index("search_documents_tsv").using("gin", table.tsv),
    index("search_documents_cuisines").using("gin", table.cuisines),
  ],
);
