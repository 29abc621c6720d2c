import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  date,
  doublePrecision,
  index,
  integer,
  numeric,
  pgTable,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { cities } from "./cities.ts";
import { createdAt, id, instant, updatedAt } from "./columns.ts";

export const restaurants = pgTable(
  "restaurants",
  {
    id: id(),
    cityId: uuid("city_id")
      .notNull()
      .references(() => cities.id),
    name: text("name").notNull(),
    /** The name in the local script, where it has one. */
    localName: text("local_name"),
    cuisines: text("cuisines")
      .array()
      .notNull()
      .default(sql`'{}'`),
    line1: text("line1").notNull().default(""),
    phone: text("phone"),
    lat: doublePrecision("lat").notNull(),
    lng: doublePrecision("lng").notNull(),
    /** Null until somebody has rated it. */
    rating: numeric("rating", { precision: 2, scale: 1, mode: "number" }),
    ratingCount: integer("rating_count").notNull().default(0),
    /** Minor units of the city's currency; null where it is not known. */
    costForTwo: integer("cost_for_two"),
    isPureVeg: boolean("is_pure_veg").notNull().default(false),
    prepMinutes: smallint("prep_minutes").notNull().default(20),
    deliveryRadiusMeters: integer("delivery_radius_meters").notNull().default(5_000),
    packagingFee: integer("packaging_fee").notNull().default(0),
    /** What the platform keeps of the food's price. 1500 is 15 %. */
    commissionBasisPoints: integer("commission_basis_points").notNull().default(1_500),
    /** An order that the kitchen has not answered after so long is cancelled and refunded. */
    answerWindowSeconds: integer("answer_window_seconds").notNull().default(300),
    /** At most so many orders in any window of `orderWindowMinutes`; null: as many as come. */
    ordersPerWindow: integer("orders_per_window"),
    orderWindowMinutes: smallint("order_window_minutes").notNull().default(15),
    acceptingOrders: boolean("accepting_orders").notNull().default(true),
    /** A pause that ends by itself. */
    pausedUntil: instant("paused_until"),
    /** Which art the apps draw: a cuisine or dish slug. */
    imageKey: text("image_key"),
    /** Where an imported row came from, so that importing again updates it: `csv:<file's own id>`, `osm:node/…`. */
    sourceId: text("source_id"),
    deletedAt: instant("deleted_at"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    index("restaurants_city").on(table.cityId),
    uniqueIndex("restaurants_source").on(table.cityId, table.sourceId),
    check("restaurants_lat", sql`${table.lat} between -90 and 90`),
    check("restaurants_lng", sql`${table.lng} between -180 and 180`),
    check("restaurants_rating", sql`${table.rating} between 0 and 5`),
    check("restaurants_cost", sql`${table.costForTwo} > 0`),
    check("restaurants_prep", sql`${table.prepMinutes} between 1 and 180`),
    check("restaurants_commission", sql`${table.commissionBasisPoints} between 0 and 10000`),
    check("restaurants_answer_window", sql`${table.answerWindowSeconds} between 60 and 1800`),
    check("restaurants_orders_per_window", sql`${table.ordersPerWindow} between 1 and 1000`),
    check("restaurants_order_window", sql`${table.orderWindowMinutes} between 5 and 120`),
  ],
);

/**
 * Weekly hours in the city's own time. `closesMinute` may pass 1440: 18:00–02:00 is 1080–1560 on the day it opens.
 * Weekdays as ISO has them: 1 is Monday.
 */
export const openingHours = pgTable(
  "opening_hours",
  {
    id: id(),
    restaurantId: uuid("restaurant_id")
      .notNull()
      .references(() => restaurants.id, { onDelete: "cascade" }),
    weekday: smallint("weekday").notNull(),
    opensMinute: smallint("opens_minute").notNull(),
    closesMinute: smallint("closes_minute").notNull(),
  },
  (table) => [
    uniqueIndex("opening_hours_range").on(table.restaurantId, table.weekday, table.opensMinute),
    check("opening_hours_weekday", sql`${table.weekday} between 1 and 7`),
    check(
      "opening_hours_minutes",
      sql`${table.opensMinute} between 0 and 1439 and ${table.closesMinute} > ${table.opensMinute} and ${table.closesMinute} <= ${table.opensMinute} + 1440`,
    ),
  ],
);

/** Whole days off: holidays, repairs. Dates in the city's own calendar. */
export const closures = pgTable(
  "closures",
  {
    id: id(),
    restaurantId: uuid("restaurant_id")
      .notNull()
      .references(() => restaurants.id, { onDelete: "cascade" }),
    day: date("day", { mode: "string" }).notNull(),
    reason: text("reason"),
  },
  (table) => [uniqueIndex("closures_day").on(table.restaurantId, table.day)],
);

export const menuSections = pgTable(
  "menu_sections",
  {
    id: id(),
    restaurantId: uuid("restaurant_id")
      .notNull()
      .references(() => restaurants.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    position: smallint("position").notNull(),
  },
  (table) => [index("menu_sections_restaurant").on(table.restaurantId, table.position)],
);

export const menuItems = pgTable(
  "menu_items",
  {
    id: id(),
    restaurantId: uuid("restaurant_id")
      .notNull()
      .references(() => restaurants.id, { onDelete: "cascade" }),
    sectionId: uuid("section_id")
      .notNull()
      .references(() => menuSections.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    description: text("description").notNull().default(""),
    /** Minor units of the city's currency. */
    price: integer("price").notNull(),
    isVeg: boolean("is_veg").notNull(),
    available: boolean("available").notNull().default(true),
    /** When an item that is out comes back by itself; null: when somebody says so. */
    unavailableUntil: instant("unavailable_until"),
    /** Which of the city's tax rates it bears. */
    taxClass: text("tax_class").notNull().default("standard"),
    imageKey: text("image_key"),
    /** How often it is ordered here, to choose the dishes that speak for a restaurant in search. */
    popularity: integer("popularity").notNull().default(0),
    position: smallint("position").notNull(),
    deletedAt: instant("deleted_at"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    index("menu_items_restaurant").on(table.restaurantId, table.position),
    index("menu_items_section").on(table.sectionId),
    check("menu_items_price", sql`${table.price} >= 0`),
  ],
);

/** A choice on an item: at least `min`, at most `max` of its options. */
export const optionGroups = pgTable(
  "option_groups",
  {
    id: id(),
    menuItemId: uuid("menu_item_id")
      .notNull()
      .references(() => menuItems.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    min: smallint("min").notNull().default(0),
    max: smallint("max").notNull().default(1),
    position: smallint("position").notNull(),
  },
  (table) => [
    index("option_groups_item").on(table.menuItemId, table.position),
    check("option_groups_bounds", sql`${table.min} >= 0 and ${table.max} >= 1 and ${table.max} >= ${table.min}`),
  ],
);

export const options = pgTable(
  "options",
  {
    id: id(),
    optionGroupId: uuid("option_group_id")
      .notNull()
      .references(() => optionGroups.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    price: integer("price").notNull().default(0),
    position: smallint("position").notNull(),
  },
  (table) => [
    index("options_group").on(table.optionGroupId, table.position),
    check("options_price", sql`${table.price} >= 0`),
  ],
);
