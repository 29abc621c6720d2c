import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { Failure } from "../failure.ts";
import { isSameProcess, processIdentity } from "../process/identity.ts";

const schema = z.object({ pid: z.number().int().positive(), identity: z.string(), since: z.string() });

/** The running stack of a var folder, if there is one. */
export function runningSupervisor(path: string): z.infer<typeof schema> | undefined {
  try {
    const found = schema.parse(JSON.parse(readFileSync(path, "utf8")));
    return isSameProcess(found.pid, found.identity) ? found : undefined;
  } catch {
    return undefined;
  }
}

/** Takes the var folder for this process. Throws a Failure when a stack runs there already. */
export function claimFolder(path: string): void {
  const claim = JSON.stringify({
    pid: process.pid,
    identity: processIdentity(process.pid) ?? "",
    since: new Date().toISOString(),
  });
  for (let attempt = 1; ; attempt += 1) {
    try {
      writeFileSync(path, claim, { flag: "wx" });
      return;
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST") || attempt > 3) throw error;
    }
    const other = runningSupervisor(path);
    if (other !== undefined) {
      throw new Failure(
        `Tiffin already runs here (process ${other.pid}, since ${other.since}): \`npm run stop\` stops it. TIFFIN_VAR names another place for a second one.`,
      );
    }
    rmSync(path, { force: true }); // of one that was killed
  }
}

export function releaseFolder(path: string): void {
  rmSync(path, { force: true });
}
