import { pushKey, subscribe, unsubscribe } from "@tiffin/core/push";
import { pushEndpointSchema, pushKeySchema, pushSubscriptionSchema, type PushApp } from "@tiffin/domain/wire/push";
import { authedProcedure, customerProcedure, riderProcedure, router, staffOrOpsProcedure } from "./trpc.ts";

const PROCEDURES = { customer: customerProcedure, rider: riderProcedure, restaurant: staffOrOpsProcedure } as const;

/** `push`, the same for every app: which key to subscribe with, and whom to tell on which device. */
export function pushRouter<const App extends PushApp>(app: App) {
  const procedure = PROCEDURES[app];
  return router({
    key: authedProcedure.output(pushKeySchema).query(({ ctx }) => pushKey(ctx.services)),

    subscribe: procedure
      .input(pushSubscriptionSchema)
      .mutation(({ ctx, input }) => subscribe(ctx.services, ctx.caller.userId, app, input, ctx.now)),

    unsubscribe: procedure
      .input(pushEndpointSchema)
      .mutation(({ ctx, input }) => unsubscribe(ctx.services, ctx.caller.userId, input.endpoint)),
  });
}
