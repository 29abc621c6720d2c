import { depositCash, listPaymentReviews, refundOpsOrder } from "@tiffin/core/ops";
import { idSchema } from "@tiffin/domain/wire/common";
import {
  cashDepositSchema,
  cashFloatSchema,
  paymentReviewListSchema,
  refundRequestSchema,
} from "@tiffin/domain/wire/money";
import { opsOrderSchema } from "@tiffin/domain/wire/ops";
import { z } from "zod";
import { opsProcedure, router } from "../trpc.ts";

const keyed = z.object({ id: idSchema, idempotencyKey: z.string().max(64).optional() });

/** What operators do about money. */
export const opsMoneyRouter = router({
  refund: opsProcedure
    .input(keyed.extend(refundRequestSchema.shape))
    .output(opsOrderSchema)
    .mutation(({ ctx, input: { id, idempotencyKey, ...request } }) =>
      refundOpsOrder(ctx.services, ctx.caller.userId, id, request, idempotencyKey, ctx.now),
    ),

  reviews: opsProcedure.output(paymentReviewListSchema).query(({ ctx }) => listPaymentReviews(ctx.services)),

  depositCash: opsProcedure
    .input(keyed.extend(cashDepositSchema.shape))
    .output(cashFloatSchema)
    .mutation(({ ctx, input }) => depositCash(ctx.services, input.id, input.amount, input.idempotencyKey, ctx.now)),
});
