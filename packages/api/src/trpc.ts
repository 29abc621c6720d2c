import { initTRPC } from "@trpc/server";
import { DomainError } from "@tiffin/domain/errors";
import type { Role } from "@tiffin/domain/wire/identity";
import type { AuthedContext, Context } from "./context.ts";
import { asDomainError, EDGES, toTrpcError } from "./errors.ts";

const t = initTRPC.context<Context>().create({
  // Stacks never go over the wire, in no environment.
  isDev: false,
  errorFormatter({ shape, error, ctx }) {
    const refusal = asDomainError(error);
    const { code, httpStatus, path } = shape.data;
    return {
      ...shape,
      message: refusal.message,
      data: {
        code,
        httpStatus,
        path,
        errorCode: refusal.code,
        title: EDGES[refusal.code].title,
        traceId: ctx?.traceId,
        errors: refusal.fields.map((field) => ({ ...field })),
        retryAfterSeconds: refusal.retryAfterSeconds,
        extra: refusal.extra,
      },
    };
  },
});

export const router = t.router;
export const mergeRouters = t.mergeRouters;
export const createCallerFactory = t.createCallerFactory;

/** Use cases throw domain errors; here they get the tRPC code, and with it the HTTP status, of their kind. */
const base = t.procedure.use(async ({ next }) => {
  const result = await next();
  if (!result.ok) throw toTrpcError(result.error);
  return result;
});

export const publicProcedure = base;

export const authedProcedure = base.use(({ ctx, next }) => {
  if (ctx.caller === null) throw new DomainError("UNAUTHENTICATED", "Log in first.");
  return next({ ctx: { ...ctx, caller: ctx.caller } satisfies AuthedContext });
});

/** Any one of the roles will do. */
function procedureFor(...roles: Role[]) {
  return authedProcedure.use(({ ctx, next }) => {
    if (!roles.some((role) => ctx.caller.roles.includes(role))) {
      throw new DomainError("FORBIDDEN", `This needs the role ${roles.join(" or ")}.`);
    }
    return next();
  });
}

export const customerProcedure = procedureFor("customer");
export const riderProcedure = procedureFor("rider");
export const staffProcedure = procedureFor("staff");
export const opsProcedure = procedureFor("ops");
/** The restaurants' app has the operators' pages, too. */
export const staffOrOpsProcedure = procedureFor("staff", "ops");
