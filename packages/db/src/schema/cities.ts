import { sql } from "drizzle-orm";
import { check, customType, doublePrecision, integer, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import type { PricingPolicy } from "@tiffin/domain/pricing/policy";
import type { GeoJsonFeatureCollection, StreetGraph } from "@tiffin/domain/geo/streets";
import { createdAt, currency, id, updatedAt } from "./columns.ts";

export const cities = pgTable(
  "cities",
  {
    id: id(),
    slug: text("slug").notNull().unique(),
    name: text("name").notNull(),
    country: text("country").notNull().default("IN"),
    timeZone: text("time_zone").notNull(),
    currency: currency(),
    lat: doublePrecision("lat").notNull(),
    lng: doublePrecision("lng").notNull(),
    /** How far from the centre the city reaches. */
    radiusMeters: integer("radius_meters").notNull().default(15_000),
    pricing: jsonb("pricing").$type<PricingPolicy>().notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    check("cities_lat", sql`${table.lat} between -90 and 90`),
    check("cities_lng", sql`${table.lng} between -180 and 180`),
  ],
);

const json = customType<{ data: StreetGraph }>({
  dataType: () => "json",
  toDriver: (value) => JSON.stringify(value),
  fromDriver: (value) => (typeof value === "string" ? JSON.parse(value) : value) as StreetGraph,
});
const geojson = customType<{ data: GeoJsonFeatureCollection }>({
  dataType: () => "json",
  toDriver: (value) => JSON.stringify(value),
  fromDriver: (value) => (typeof value === "string" ? JSON.parse(value) : value) as GeoJsonFeatureCollection,
});

/** A city's streets: the graph that routes are found on, and the picture that the map draws. Read whole, so json, not jsonb. */
export const cityStreets = pgTable("city_streets", {
  cityId: uuid("city_id")
    .primaryKey()
    .references(() => cities.id, { onDelete: "cascade" }),
  version: integer("version").notNull().default(1),
  attribution: text("attribution"),
  graph: json("graph").notNull(),
  map: geojson("map").notNull(),
  updatedAt: updatedAt(),
});
