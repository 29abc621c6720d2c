import { readFile } from "node:fs/promises";
import { stackSchema, type Stack } from "./stack.ts";

/** Read anew each time: a restarted process has a new pid. */
export async function readStack(file: string): Promise<Stack> {
  return stackSchema.parse(JSON.parse(await readFile(file, "utf8")));
}
