import type { AuthedContext } from "../context.ts";
import { z } from "zod";
import { idSchema } from "@tiffin/domain/wire/common";

/** What an action is about, and the caller's own UUID of the attempt: the same key acts once. */
export const keyed = z.object({ id: idSchema, idempotencyKey: z.string().max(64).optional() });

export const requestOf = ({ caller, now }: AuthedContext, key: string | undefined) => ({
  opsId: caller.userId,
  key,
  now,
});
