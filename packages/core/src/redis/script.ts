import { createHash } from "node:crypto";

/** A Lua script: atomic on the server. Each capability keeps its own in a `scripts.ts`, with the reason beside it. */
export interface Script {
  readonly lua: string;
  readonly sha: string;
}

export function defineScript(lua: string): Script {
  return { lua, sha: createHash("sha1").update(lua).digest("hex") };
}
