import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "../config/checkout.ts";
import { tsx } from "../config/services.ts";
import { varFolder } from "../config/var-folder.ts";
import { describe, Failure } from "../failure.ts";
import { commandEnvironment } from "./command-environment.ts";

/** The commands that work on a running stack (or on an operator's own servers, by environment). */
const commands: Record<string, string> = {
  import: "apps/worker/src/commands/import.ts",
  "import-streets": "apps/worker/src/commands/import-streets.ts",
  reindex: "apps/worker/src/commands/reindex.ts",
  "dead-letters": "apps/worker/src/commands/dead-letters.ts",
  train: "apps/worker/src/commands/train.ts",
  sim: "sim/src/main.ts",
};
/** Those that start servers of their own, or need none. */
const commandsOnTheirOwn: Record<string, string> = {
  bench: "bench/src/main.ts",
  mdrp: "sim/src/mdrp/main.ts",
};

/** `npm run import`, `reindex`, `bench` and so on: hands over to the command, in the folder where npm was called. */
export async function main([name, ...args]: string[]): Promise<number> {
  try {
    const isOnItsOwn = (name ?? "") in commandsOnTheirOwn;
    const known = { ...commands, ...commandsOnTheirOwn };
    const entry = known[name ?? ""];
    if (entry === undefined) throw new Failure(`there is no command ${name ?? ""}: ${Object.keys(known).join(", ")}`);
    const path = join(checkout, entry);
    if (!existsSync(path)) throw new Failure(`${name}: ${path} is not there`);
    const env = isOnItsOwn ? process.env : commandEnvironment(varFolder(), process.env);
    return await handOver([path, ...args], env);
  } catch (error) {
    console.error(describe(error));
    return 1;
  }
}

function handOver(args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--import", tsx(), ...args], {
      cwd: process.env["INIT_CWD"] ?? process.cwd(), // so that a relative path means what was typed
      env,
      stdio: "inherit",
    });
    // The terminal sends Ctrl-C to both; the command decides how it ends.
    process.on("SIGINT", () => {});
    process.on("SIGTERM", () => child.kill("SIGTERM"));
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(code ?? (signal === "SIGINT" ? 130 : 1)));
  });
}
