import { z } from "zod";
import {
  listDeadLetters,
  listOpsKitchens,
  pauseKitchen,
  resumeKitchen,
  settleDeadLetter,
  takeOffShift,
} from "@tiffin/core/ops";
import { lineSchema } from "@tiffin/domain/wire/common";
import {
  deadLetterListSchema,
  deskKitchenListSchema,
  deskKitchenSchema,
  offShiftSchema,
  pauseKitchenSchema,
  takenOffShiftSchema,
} from "@tiffin/domain/wire/ops";
import { opsProcedure, router } from "../trpc.ts";
import { keyed, requestOf } from "./request.ts";

export const opsKitchensRouter = router({
  list: opsProcedure
    .input(z.object({ citySlug: z.string().max(100), q: lineSchema(80).optional() }))
    .output(deskKitchenListSchema)
    .query(({ ctx, input }) => listOpsKitchens(ctx.services, ctx.caller.userId, input.citySlug, input.q, ctx.now)),

  pause: opsProcedure
    .input(keyed.extend(pauseKitchenSchema.shape))
    .output(deskKitchenSchema)
    .mutation(({ ctx, input: { id, idempotencyKey, ...pause } }) =>
      pauseKitchen(ctx.services, requestOf(ctx, idempotencyKey), id, pause),
    ),

  resume: opsProcedure
    .input(keyed)
    .output(deskKitchenSchema)
    .mutation(({ ctx, input }) => resumeKitchen(ctx.services, requestOf(ctx, input.idempotencyKey), input.id)),
});

export const opsRidersRouter = router({
  takeOffShift: opsProcedure
    .input(keyed.extend(offShiftSchema.shape))
    .output(takenOffShiftSchema)
    .mutation(({ ctx, input }) =>
      takeOffShift(ctx.services, requestOf(ctx, input.idempotencyKey), input.id, input.reason),
    ),
});

export const deadLettersRouter = router({
  list: opsProcedure.output(deadLetterListSchema).query(({ ctx }) => listDeadLetters(ctx.services, ctx.caller.userId)),

  settle: opsProcedure
    .input(keyed.extend({ how: z.enum(["retry", "close"]) }))
    .output(deadLetterListSchema)
    .mutation(({ ctx, input }) =>
      settleDeadLetter(ctx.services, requestOf(ctx, input.idempotencyKey), input.id, input.how),
    ),
});
