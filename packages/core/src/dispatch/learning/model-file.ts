import { readFileSync } from "node:fs";
import { dispatchModelSchema, type DispatchModel } from "@tiffin/domain/dispatch/learned-scorer";

/** A model as `npm run train` wrote it. @throws Error that names the file and what is wrong with it */
export function readDispatchModel(path: string): DispatchModel {
  try {
    return dispatchModelSchema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch (error) {
    throw new Error(`${path} is no dispatch model: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}
