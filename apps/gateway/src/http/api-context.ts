import type { Context as ApiContext } from "@tiffin/api/context";
import { customerRouter } from "@tiffin/api/customer/router";
import { opsRouter } from "@tiffin/api/ops/router";
import { restaurantRouter } from "@tiffin/api/restaurant/router";
import { riderRouter } from "@tiffin/api/rider/router";
import { createCallerFactory } from "@tiffin/api/trpc";
import type { Gateway, GatewayContext } from "./types.ts";

const factories = {
  customer: createCallerFactory(customerRouter),
  rider: createCallerFactory(riderRouter),
  restaurant: createCallerFactory(restaurantRouter),
  ops: createCallerFactory(opsRouter),
};

export function apiContext({ services }: Gateway, context: GatewayContext): ApiContext {
  return {
    services,
    caller: context.get("caller"),
    ip: context.get("ip"),
    traceId: context.get("traceId"),
    now: context.get("now"),
  };
}

/** The routers as functions: REST is a second form of the same procedures, so there is one door into core. */
export const call = {
  customer: (gateway: Gateway, context: GatewayContext) => factories.customer(apiContext(gateway, context)),
  rider: (gateway: Gateway, context: GatewayContext) => factories.rider(apiContext(gateway, context)),
  restaurant: (gateway: Gateway, context: GatewayContext) => factories.restaurant(apiContext(gateway, context)),
  ops: (gateway: Gateway, context: GatewayContext) => factories.ops(apiContext(gateway, context)),
};
