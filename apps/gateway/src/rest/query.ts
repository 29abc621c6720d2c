import { z } from "@hono/zod-openapi";
import { KITCHEN_FILTERS, ticketQuerySchema } from "@tiffin/domain/wire/kitchen";
import { opsOrderQuerySchema } from "@tiffin/domain/wire/ops";
import { orderListQuerySchema } from "@tiffin/domain/wire/orders";
import { suspectsQuerySchema, trailQuerySchema } from "@tiffin/domain/wire/trail";
import { restaurantSearchSchema, suggestQuerySchema } from "@tiffin/domain/wire/restaurants";

// A query string is text. Here text becomes what the typed schemas take; what can't become it is left as it is, so that
// the schema refuses it and names the field.

const DECIMAL = /^[+-]?\d+(\.\d+)?$/;

export function toNumber(given: unknown): unknown {
  return typeof given === "string" && DECIMAL.test(given) ? Number(given) : given;
}

export function toBoolean(given: unknown): unknown {
  if (given === "true" || given === "1") return true;
  if (given === "false" || given === "0") return false;
  return given;
}

/** A flag: `?stuck` alone says yes, too. */
export const toFlag = (given: unknown): unknown => (given === "" ? true : toBoolean(given));

/** `cuisine=Thai&cuisine=Chinese` and `cuisine=Thai,Chinese` are the same. */
export function toList(given: unknown): unknown {
  const texts = Array.isArray(given) ? given : [given];
  if (!texts.every((text) => typeof text === "string")) return given;
  const parts = texts.flatMap((text) => text.split(",")).map((part) => part.trim());
  const list = parts.filter((part) => part !== "");
  return list.length === 0 ? undefined : list;
}

type Hint = "number" | "integer" | "boolean" | "array";
function from<T extends z.ZodType>(read: (given: unknown) => unknown, schema: T, type: Hint) {
  const described = z.preprocess(read, schema);
  return type === "array"
    ? described.openapi({ type: "array", items: { type: "string" } })
    : described.openapi({ type });
}

const search = restaurantSearchSchema.shape;
export const searchQuery = z.strictObject({
  lat: from(toNumber, search.lat, "number"),
  lng: from(toNumber, search.lng, "number"),
  q: search.q,
  radiusKm: from(toNumber, search.radiusKm, "number").optional(),
  cuisine: from(toList, search.cuisine, "array").optional(),
  veg: from(toBoolean, search.veg, "boolean").optional(),
  minRating: from(toNumber, search.minRating, "number").optional(),
  maxCostForTwo: from(toNumber, search.maxCostForTwo, "integer").optional(),
  openNow: from(toBoolean, search.openNow, "boolean").optional(),
  sort: search.sort.optional(),
  limit: from(toNumber, search.limit, "integer").optional(),
  cursor: search.cursor,
  explain: from(toFlag, search.explain, "boolean").optional(),
});

const suggest = suggestQuerySchema.shape;
export const suggestQuery = z.strictObject({
  lat: from(toNumber, suggest.lat, "number"),
  lng: from(toNumber, suggest.lng, "number"),
  q: suggest.q,
});

const orders = orderListQuerySchema.shape;
export const orderListQuery = z.object({
  limit: from(toNumber, orders.limit, "integer").optional(),
  cursor: orders.cursor,
});

const ops = opsOrderQuerySchema.shape;
export const opsOrderQuery = z.object({
  stuck: from(toFlag, ops.stuck, "boolean").optional(),
  view: ops.view,
  city: ops.city,
  reason: ops.reason,
  status: ops.status,
  q: ops.q,
  sort: ops.sort.optional(),
  limit: from(toNumber, ops.limit, "integer").optional(),
  cursor: ops.cursor,
});

const trail = trailQuerySchema.shape;
export const trailQuery = z.strictObject({
  from: trail.from,
  to: trail.to,
  limit: from(toNumber, trail.limit, "integer").optional(),
  cursor: trail.cursor,
});
const suspects = suspectsQuerySchema.shape;
export const suspectsQuery = z.strictObject({
  city: suspects.city,
  from: suspects.from,
  to: suspects.to,
  limit: from(toNumber, suspects.limit, "integer").optional(),
});

export const ticketQuery = ticketQuerySchema.extend({
  status: ticketQuerySchema.shape.status.openapi({
    description: `a group (${KITCHEN_FILTERS.join(", ")}) or an order's status`,
  }),
});
