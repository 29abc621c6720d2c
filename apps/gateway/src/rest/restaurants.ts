import { createRoute } from "@hono/zod-openapi";
import type { TypedResponse } from "hono";
import {
  menuSchema,
  restaurantPageSchema,
  suggestionsSchema,
  type RestaurantPage,
} from "@tiffin/domain/wire/restaurants";
import { call } from "../http/api-context.ts";
import type { Gateway, GatewayContext } from "../http/types.ts";
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

const pagesAsText = new WeakMap<RestaurantPage["items"], string>();

/** A page that is asked for again has the same items: it is put into text once, all but the time that it took. */
function sendPage(c: GatewayContext, { tookMs, ...page }: RestaurantPage) {
  // A page of before that is given because search is away differs in this, and is rare.
  let text = page.stale === true ? undefined : pagesAsText.get(page.items);
  if (text === undefined) {
    text = JSON.stringify(page).slice(0, -1);
    if (page.stale !== true) pagesAsText.set(page.items, text);
  }
  // What `c.json` would say of it.
  type Sent = Response & TypedResponse<RestaurantPage, 200, "json">;
  const body = `${text},"tookMs":${tookMs}}`;
  return c.body(body, 200, { "content-type": "application/json" }) as unknown as Sent;
}

export function restaurantRoutes(gateway: Gateway) {
  return restApp()
    .openapi(search, async (c) => sendPage(c, await call.customer(gateway, c).restaurants.search(c.req.valid("query"))))
    .openapi(suggest, async (c) =>
      c.json(await call.customer(gateway, c).restaurants.suggest(c.req.valid("query")), 200),
    )
    .openapi(menu, async (c) => {
      const id = knownId(c.req.valid("param").id, "restaurant");
      return c.json(await call.customer(gateway, c).restaurants.menu({ id }), 200);
    });
}
