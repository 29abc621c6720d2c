import { index, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { cities } from "./cities.ts";
import { id, instant } from "./columns.ts";
import { users } from "./identity.ts";

/** The cities that an operator is kept to. Whoever has the role and no row here works for the whole platform. */
export const opsCities = pgTable(
  "ops_cities",
  {
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    cityId: uuid("city_id")
      .notNull()
      .references(() => cities.id, { onDelete: "cascade" }),
  },
  (table) => [primaryKey({ columns: [table.userId, table.cityId] })],
);

/**
 * What operators did, or tried: written before it is done, so that no hand moves anything without its name beside it.
 * What became of an order stands in `order_events` as well; of restaurants, riders and dead letters only here.
 */
export const opsActions = pgTable(
  "ops_actions",
  {
    id: id(),
    actorId: uuid("actor_id")
      .notNull()
      .references(() => users.id),
    /** Null: of no city, such as a dead letter. */
    cityId: uuid("city_id").references(() => cities.id),
    type: text("type").notNull(),
    /** The order's, the restaurant's, the rider's id. */
    subjectId: uuid("subject_id").notNull(),
    /** The caller's own for this attempt: the same key acts once. */
    idempotencyKey: uuid("idempotency_key"),
    data: jsonb("data").$type<Record<string, unknown>>().notNull().default({}),
    at: instant("at").notNull(),
    /** `done`, or the code that it was refused with; null while it is under way, or where its process died. */
    outcome: text("outcome"),
  },
  (table) => [
    uniqueIndex("ops_actions_key").on(table.actorId, table.idempotencyKey),
    index("ops_actions_subject").on(table.subjectId, table.at.desc()),
  ],
);
