import { assignOpsOrder, cancelOpsOrder, getOpsOrder, listOpsOrders } from "@tiffin/core/ops";
import { idSchema } from "@tiffin/domain/wire/common";
import {
  assignSchema,
  opsCancelSchema,
  opsOrderPageSchema,
  opsOrderQuerySchema,
  opsOrderSchema,
} from "@tiffin/domain/wire/ops";
import { z } from "zod";
import { opsProcedure, router } from "../trpc.ts";

const orderIdSchema = z.object({ id: idSchema });

export const opsOrdersRouter = router({
  list: opsProcedure
    .input(opsOrderQuerySchema)
    .output(opsOrderPageSchema)
    .query(({ ctx, input }) => listOpsOrders(ctx.services, input, ctx.now)),

  get: opsProcedure
    .input(orderIdSchema)
    .output(opsOrderSchema)
    .query(({ ctx, input }) => getOpsOrder(ctx.services, input.id, ctx.now)),

  assign: opsProcedure
    .input(orderIdSchema.extend(assignSchema.shape))
    .output(opsOrderSchema)
    .mutation(({ ctx, input }) => assignOpsOrder(ctx.services, ctx.caller.userId, input.id, input.riderId, ctx.now)),

  cancel: opsProcedure
    .input(orderIdSchema.extend(opsCancelSchema.shape))
    .output(opsOrderSchema)
    .mutation(({ ctx, input }) => cancelOpsOrder(ctx.services, ctx.caller.userId, input.id, input.reason, ctx.now)),
});
