import { bigint, boolean, doublePrecision, pgTable, primaryKey, real, smallint, uuid } from "drizzle-orm/pg-core";
import { instant } from "../columns.ts";

/**
 * Where riders were, a partition a day (UTC). Written in bulk by the worker, deduplicated by (rider, time, seq).
 * drizzle-kit knows no partitions: the table is made by hand in the migrations and stays out of its schema folder.
 */
export const riderTrail = pgTable(
  "rider_trail",
  {
    riderId: uuid("rider_id").notNull(),
    recordedAt: instant("recorded_at").notNull(),
    seq: bigint("seq", { mode: "number" }).notNull(),
    lat: doublePrecision("lat").notNull(),
    lng: doublePrecision("lng").notNull(),
    accuracy: real("accuracy"),
    heading: real("heading"),
    speed: real("speed"),
    /** Came too late to be a live position. */
    late: boolean("late").notNull(),
    receivedAt: instant("received_at").notNull(),
    /** What is odd about it: bits of `domain/location/trail-flags`. */
    flags: smallint("flags").notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.riderId, table.recordedAt, table.seq] })],
);
