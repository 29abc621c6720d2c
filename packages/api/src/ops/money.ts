import { depositCash, listPaymentReviews, refundOpsOrder } from "@tiffin/core/ops";
import {
  cashDepositSchema,
  cashFloatSchema,
  paymentReviewListSchema,
  refundRequestSchema,
} from "@tiffin/domain/wire/money";
import { opsOrderDetailSchema } from "@tiffin/domain/wire/ops";
import { opsProcedure, router } from "../trpc.ts";
import { keyed, requestOf } from "./request.ts";

/** What operators do about money. */
export const opsMoneyRouter = router({
  refund: opsProcedure
    .input(keyed.extend(refundRequestSchema.shape))
    .output(opsOrderDetailSchema)
    .mutation(({ ctx, input: { id, idempotencyKey, ...request } }) =>
      refundOpsOrder(ctx.services, requestOf(ctx, idempotencyKey), id, request),
    ),

  reviews: opsProcedure
    .output(paymentReviewListSchema)
    .query(({ ctx }) => listPaymentReviews(ctx.services, ctx.caller.userId)),

  depositCash: opsProcedure
    .input(keyed.extend(cashDepositSchema.shape))
    .output(cashFloatSchema)
    .mutation(({ ctx, input }) =>
      depositCash(ctx.services, requestOf(ctx, input.idempotencyKey), input.id, input.amount),
    ),
});
