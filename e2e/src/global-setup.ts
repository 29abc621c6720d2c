import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";
import "./stack.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/**
 * Starts a whole stack as a newcomer would (`npm start -- --detach`), with its state in a temporary folder and ports of
 * its own, and stops it afterwards. `TIFFIN_E2E_VAR` names the var folder of a stack that runs already: then that one is used.
 */
export default async function globalSetup(project: TestProject): Promise<() => Promise<void>> {
  const running = process.env.TIFFIN_E2E_VAR;
  if (running !== undefined) {
    project.provide("stackFile", path.resolve(running, "stack.json"));
    return async () => {};
  }
  const folder = await mkdtemp(path.join(os.tmpdir(), "tiffin-e2e-"));
  const env = { ...process.env, TIFFIN_VAR: folder };
  const stop = async () => {
    await run(["stack/stop.mjs"], env);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await run(["stack/start.mjs", "--detach", "--no-life"], env);
  } catch (error) {
    await stop().catch(() => {});
    throw error;
  }
  const stackFile = path.join(folder, "stack.json");
  if (!existsSync(stackFile)) throw new Error(`the stack says it is healthy, but ${stackFile} is not there`);
  project.provide("stackFile", stackFile);
  return stop;
}

function run(args: string[], env: NodeJS.ProcessEnv): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, env, stdio: ["ignore", "inherit", "inherit"] });
    child.once("error", reject);
    child.once("exit", (code) => (code === 0 ? resolve() : reject(new Error(`${args.join(" ")} exited with ${code}`))));
  });
}
