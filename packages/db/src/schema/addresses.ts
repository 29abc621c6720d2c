import { sql } from "drizzle-orm";
import { check, doublePrecision, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { createdAt, id, instant } from "./columns.ts";
import { users } from "./identity.ts";

/** Where a customer wants food brought. The pin is what counts; line1 is for the rider's eyes. */
export const addresses = pgTable(
  "addresses",
  {
    id: id(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    label: text("label").notNull(),
    line1: text("line1").notNull(),
    lat: doublePrecision("lat").notNull(),
    lng: doublePrecision("lng").notNull(),
    notes: text("notes"),
    deletedAt: instant("deleted_at"),
    createdAt: createdAt(),
  },
  (table) => [
    index("addresses_user").on(table.userId),
    check("addresses_lat", sql`${table.lat} between -90 and 90`),
    check("addresses_lng", sql`${table.lng} between -180 and 180`),
  ],
);
