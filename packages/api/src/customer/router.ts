import { sessionRouter } from "../identity/router.ts";
import { pushRouter } from "../push.ts";
import { router } from "../trpc.ts";
import { addressesRouter } from "./addresses.ts";
import { ordersRouter } from "./orders.ts";
import { citiesRouter, restaurantsRouter } from "./restaurants.ts";

/** What the customer app calls. One procedure group a file (./orders.ts, ./restaurants.ts, …), merged in here. */
export const customerRouter = router({
  session: sessionRouter,
  cities: citiesRouter,
  restaurants: restaurantsRouter,
  addresses: addressesRouter,
  orders: ordersRouter,
  push: pushRouter("customer"),
});

export type CustomerRouter = typeof customerRouter;
