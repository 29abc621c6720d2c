import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  index,
  integer,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { restaurants } from "./catalog.ts";
import { createdAt, id, instant } from "./columns.ts";

export const roleEnum = pgEnum("role", ["customer", "rider", "staff", "ops"]);

/** A person. The phone number (E.164) is what they log in with. */
export const users = pgTable(
  "users",
  {
    id: id(),
    phone: text("phone").notNull().unique(),
    name: text("name").notNull(),
    locale: text("locale").notNull().default("en"),
    /** Belongs to the demo city: may log in only where TIFFIN_DEMO=1. */
    isDemo: boolean("is_demo").notNull().default(false),
    createdAt: createdAt(),
  },
  (table) => [check("users_phone_e164", sql`${table.phone} ~ '^\\+[1-9][0-9]{6,14}$'`)],
);

export const userRoles = pgTable(
  "user_roles",
  {
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    role: roleEnum("role").notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.role] })],
);

/** Which restaurants a member of staff works for. */
export const restaurantStaff = pgTable(
  "restaurant_staff",
  {
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    restaurantId: uuid("restaurant_id")
      .notNull()
      .references(() => restaurants.id, { onDelete: "cascade" }),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.restaurantId] }),
    index("restaurant_staff_restaurant").on(table.restaurantId),
  ],
);

/** One open challenge per phone; the code is kept as an HMAC, never in clear. */
export const otpChallenges = pgTable(
  "otp_challenges",
  {
    phone: text("phone").primaryKey(),
    codeHash: text("code_hash").notNull(),
    expiresAt: instant("expires_at").notNull(),
    failedAttempts: integer("failed_attempts").notNull().default(0),
    createdAt: createdAt(),
  },
  (table) => [check("otp_attempts_bounded", sql`${table.failedAttempts} between 0 and 5`)],
);

/**
 * Refresh tokens rotate: each is used once and replaced. A token that comes back after it was used means that somebody
 * copied it, so its whole family (one login on one device) is revoked. Only SHA-256 hashes are stored.
 */
export const refreshTokens = pgTable(
  "refresh_tokens",
  {
    id: id(),
    familyId: uuid("family_id").notNull(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    tokenHash: text("token_hash").notNull(),
    expiresAt: instant("expires_at").notNull(),
    usedAt: instant("used_at"),
    revokedAt: instant("revoked_at"),
    createdAt: createdAt(),
  },
  (table) => [
    uniqueIndex("refresh_tokens_hash").on(table.tokenHash),
    index("refresh_tokens_family").on(table.familyId),
    index("refresh_tokens_user").on(table.userId),
  ],
);
