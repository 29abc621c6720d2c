import type { z } from "zod";
import { validationFailed } from "@tiffin/api/errors";
import { DomainError } from "@tiffin/domain/errors";
import type { GatewayContext } from "./types.ts";

/** The body as JSON, whatever its shape. @throws DomainError UNSUPPORTED_MEDIA_TYPE, VALIDATION_FAILED */
export async function readJsonValue(context: GatewayContext): Promise<unknown> {
  const type = context.req.header("content-type") ?? "";
  if (!/^application\/json\b/i.test(type)) throw new DomainError("UNSUPPORTED_MEDIA_TYPE", "Send application/json.");
  try {
    return await context.req.json();
  } catch (cause) {
    throw new DomainError("VALIDATION_FAILED", "The body can't be read as JSON.", { cause });
  }
}

/** The body as JSON of the given shape, for doors outside the OpenAPI routes. @throws DomainError */
export async function readJson<T extends z.ZodType>(context: GatewayContext, schema: T): Promise<z.output<T>> {
  const parsed = schema.safeParse(await readJsonValue(context));
  if (!parsed.success) throw validationFailed(parsed.error);
  return parsed.data;
}
