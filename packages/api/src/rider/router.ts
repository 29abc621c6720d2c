import { riderHome } from "@tiffin/core/dispatch";
import { riderHomeSchema } from "@tiffin/domain/wire/riders";
import { sessionRouter, streamRouter } from "../identity/router.ts";
import { pushRouter } from "../push.ts";
import { riderStatementRouter } from "../statements.ts";
import { riderProcedure, router } from "../trpc.ts";
import { earningsRouter, ridesRouter } from "./rides.ts";
import { shiftRouter } from "./shift.ts";

/** What the rider app calls. */
export const riderRouter = router({
  session: sessionRouter,
  stream: streamRouter,
  home: riderProcedure
    .output(riderHomeSchema)
    .query(({ ctx }) =>
      riderHome(ctx.services, ctx.caller.userId, new URL("/v1/live/auth", ctx.services.config.urls.gatewayPublic).href),
    ),
  shift: shiftRouter,
  rides: ridesRouter,
  earnings: earningsRouter,
  push: pushRouter("rider"),
  statement: riderStatementRouter,
});

export type RiderRouter = typeof riderRouter;
