import {
  assignCandidates,
  assignOpsOrder,
  cancelOpsOrder,
  dispatchReasons,
  getOpsOrder,
  listOpsOrders,
  replayRound,
} from "@tiffin/core/ops";
import { idSchema } from "@tiffin/domain/wire/common";
import {
  assignSchema,
  candidatesSchema,
  dispatchReasonsSchema,
  opsCancelSchema,
  opsOrderDetailSchema,
  opsOrderPageSchema,
  opsOrderQuerySchema,
  replayedRoundSchema,
} from "@tiffin/domain/wire/ops";
import { z } from "zod";
import { opsProcedure, router } from "../trpc.ts";
import { keyed, requestOf } from "./request.ts";

const orderIdSchema = z.object({ id: idSchema });

export const opsOrdersRouter = router({
  list: opsProcedure
    .input(opsOrderQuerySchema)
    .output(opsOrderPageSchema)
    .query(({ ctx, input }) => listOpsOrders(ctx.services, ctx.caller.userId, input, ctx.now)),

  get: opsProcedure
    .input(orderIdSchema)
    .output(opsOrderDetailSchema)
    .query(({ ctx, input }) => getOpsOrder(ctx.services, ctx.caller.userId, input.id, ctx.now)),

  /** Riders who could take it. */
  candidates: opsProcedure
    .input(orderIdSchema)
    .output(candidatesSchema)
    .query(({ ctx, input }) => assignCandidates(ctx.services, ctx.caller.userId, input.id, ctx.now)),

  /** Why these riders were asked, or why nobody is yet. */
  reasons: opsProcedure
    .input(orderIdSchema)
    .output(dispatchReasonsSchema)
    .query(({ ctx, input }) => dispatchReasons(ctx.services, ctx.caller.userId, input.id)),

  /** Plans a round again in which somebody was asked about it. */
  replay: opsProcedure
    .input(orderIdSchema.extend({ decisionId: idSchema }))
    .output(replayedRoundSchema)
    .query(({ ctx, input: { id, decisionId } }) =>
      replayRound(ctx.services, ctx.caller.userId, { orderId: id, decisionId }),
    ),

  assign: opsProcedure
    .input(keyed.extend(assignSchema.shape))
    .output(opsOrderDetailSchema)
    .mutation(({ ctx, input }) =>
      assignOpsOrder(ctx.services, requestOf(ctx, input.idempotencyKey), input.id, input.riderId),
    ),

  cancel: opsProcedure
    .input(keyed.extend(opsCancelSchema.shape))
    .output(opsOrderDetailSchema)
    .mutation(({ ctx, input }) =>
      cancelOpsOrder(ctx.services, requestOf(ctx, input.idempotencyKey), input.id, input.reason),
    ),
});
