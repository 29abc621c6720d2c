import { createRoute } from "@hono/zod-openapi";
import { menuSchema, restaurantPageSchema, suggestionsSchema } from "@tiffin/domain/wire/restaurants";
import { call } from "../http/api-context.ts";
import type { Gateway } from "../http/types.ts";
import { searchQuery, suggestQuery } from "./query.ts";
import { idParams, json, knownId, problems, restApp, security } from "./route-parts.ts";

const tags = ["restaurants"];

const search = createRoute({
  method: "get",
  path: "/restaurants",
  tags,
  security,
  summary: "Restaurants near a place",
  request: { query: searchQuery },
  responses: { 200: json(restaurantPageSchema, "A page, best first"), ...problems(400, 401, 403, 503) },
});

const suggest = createRoute({
  method: "get",
  path: "/restaurants/suggest",
  tags,
  security,
  summary: "What one might be typing",
  request: { query: suggestQuery },
  responses: { 200: json(suggestionsSchema, "Restaurants, dishes and cuisines"), ...problems(400, 401) },
});

const menu = createRoute({
  method: "get",
  path: "/restaurants/{id}/menu",
  tags,
  security,
  summary: "A restaurant and its menu",
  request: { params: idParams },
  responses: { 200: json(menuSchema, "The menu"), ...problems(401, 404) },
});

export function restaurantRoutes(gateway: Gateway) {
  return restApp()
    .openapi(search, async (c) => c.json(await call.customer(gateway, c).restaurants.search(c.req.valid("query")), 200))
    .openapi(suggest, async (c) =>
      c.json(await call.customer(gateway, c).restaurants.suggest(c.req.valid("query")), 200),
    )
    .openapi(menu, async (c) => {
      const id = knownId(c.req.valid("param").id, "restaurant");
      return c.json(await call.customer(gateway, c).restaurants.menu({ id }), 200);
    });
}
