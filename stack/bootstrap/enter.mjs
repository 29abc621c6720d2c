// From plain Node into the stack's TypeScript, with everything installed that it imports.
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { install } from "./install.mjs";
import { ensureProgram } from "./system-packages.mjs";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/**
 * @param {string} entry a file of stack/src that exports main(): Promise<number>, its exit code
 * @param {("redis" | "chromium")[]} programs what it needs from the system
 */
export async function enter(entry, programs = []) {
  try {
    if (process.platform === "win32") throw new Error("Tiffin runs on Linux and macOS: on Windows, use WSL.");
    await install(root);
    for (const program of programs) {
      if (program === "redis" && process.env.REDIS_URL) continue;
      if (program === "chromium" && process.env.CHROMIUM_PATH) continue;
      await ensureProgram(program);
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(1);
  }
  const { register } = await import("tsx/esm/api");
  register();
  const { main } = await import(pathToFileURL(join(root, "stack", "src", entry)).href);
  // Not exitCode: after a failed start something may still wait for a server that is gone.
  process.exit(await main(process.argv.slice(2)));
}
