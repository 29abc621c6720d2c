import { readFileSync } from "node:fs";
import { dispatchModelSchema, type DispatchModel } from "@tiffin/domain/dispatch/learned-scorer";
import { z } from "zod";

/** A model as `npm run train` wrote it. @throws Error that names the file and what is wrong with it */
export function readDispatchModel(path: string): DispatchModel {
  const fail = (why: string, cause: unknown): never => {
    throw new Error(`${path} is no dispatch model that this version can use: ${why}`, { cause });
  };
  let read: unknown;
  try {
    read = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error), error);
  }
  const model = dispatchModelSchema.safeParse(read);
  return model.success ? model.data : fail(z.prettifyError(model.error), model.error);
}
