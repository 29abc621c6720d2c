import { ownKitchen } from "@tiffin/core/catalog";
import { statementCsv, statementOf, statementWire } from "@tiffin/core/ledger";
import { idSchema } from "@tiffin/domain/wire/common";
import { statementQuerySchema, statementSchema } from "@tiffin/domain/wire/money";
import { z } from "zod";
import { riderProcedure, router, staffProcedure } from "./trpc.ts";

const csvSchema = z.object({ csv: z.string() });
const kitchenPeriod = statementQuerySchema.safeExtend({ restaurantId: idSchema.optional() });
const periodOf = ({ from, to }: { from: string; to: string }) => ({ from: new Date(from), to: new Date(to) });

/** What a restaurant earned and bore; for its own staff. */
const kitchenStatement = staffProcedure.input(kitchenPeriod).use(async ({ ctx, input, next }) => {
  const id = await ownKitchen(ctx.services, ctx.caller.userId, input.restaurantId);
  const statement = await statementOf(ctx.services.db, { party: { type: "restaurant", id }, ...periodOf(input) });
  return next({ ctx: { ...ctx, statement } });
});
export const kitchenStatementRouter = router({
  get: kitchenStatement.output(statementSchema).query(({ ctx }) => statementWire(ctx.statement)),
  csv: kitchenStatement.output(csvSchema).query(({ ctx }) => ({ csv: statementCsv(ctx.statement) })),
});

/** What a rider earned and carries; their own. */
const riderStatement = riderProcedure.input(statementQuerySchema).use(async ({ ctx, input, next }) => {
  const party = { type: "rider", id: ctx.caller.userId } as const;
  return next({ ctx: { ...ctx, statement: await statementOf(ctx.services.db, { party, ...periodOf(input) }) } });
});
export const riderStatementRouter = router({
  get: riderStatement.output(statementSchema).query(({ ctx }) => statementWire(ctx.statement)),
  csv: riderStatement.output(csvSchema).query(({ ctx }) => ({ csv: statementCsv(ctx.statement) })),
});
