import { riderTrail, suspects } from "@tiffin/core/ops";
import { idSchema } from "@tiffin/domain/wire/common";
import { suspectsQuerySchema, suspectsSchema, trailPageSchema, trailQuerySchema } from "@tiffin/domain/wire/trail";
import { opsProcedure, router } from "../trpc.ts";

/** Where riders were, and whose positions look made up. */
export const opsTrailRouter = router({
  ofRider: opsProcedure
    .input(trailQuerySchema.extend({ id: idSchema }))
    .output(trailPageSchema)
    .query(({ ctx, input: { id, ...query } }) => riderTrail(ctx.services, ctx.caller.userId, id, query, ctx.now)),

  suspects: opsProcedure
    .input(suspectsQuerySchema)
    .output(suspectsSchema)
    .query(({ ctx, input }) => suspects(ctx.services, ctx.caller.userId, input, ctx.now)),
});
