import { setTimeout as sleep } from "node:timers/promises";
import { varFolder } from "../config/var-folder.ts";
import { isSameProcess } from "../process/identity.ts";
import { stopLeftovers } from "../process/pid-files.ts";
import { createProgress } from "../progress/progress.ts";
import { removeStackFile } from "../stack-file.ts";
import { releaseFolder, runningSupervisor } from "../start/supervisor-file.ts";

const patienceMs = 60_000;

/** `npm run stop`: resolves when no process of the stack is left. */
export async function main(): Promise<number> {
  const folder = varFolder();
  const progress = createProgress(process.stdout);
  const supervisor = runningSupervisor(folder.supervisorFile);
  if (supervisor !== undefined) {
    await progress.step("Stopping", () => stopSupervisor(supervisor));
  }
  // What a killed supervisor left behind, or one that did not come to its end.
  const left = await stopLeftovers(folder.run);
  if (left.length > 0) progress.line(`  ✓ Stopped what was left running: ${left.join(", ")}`);
  if (supervisor === undefined && left.length === 0) progress.line("Nothing runs here.");
  removeStackFile(folder.stackFile);
  releaseFolder(folder.supervisorFile);
  progress.end();
  return 0;
}

async function stopSupervisor({ pid, identity }: { pid: number; identity: string }): Promise<void> {
  process.kill(pid, "SIGTERM");
  const deadline = Date.now() + patienceMs;
  while (isSameProcess(pid, identity)) {
    if (Date.now() > deadline) {
      process.kill(pid, "SIGKILL"); // its watchdog stops the children
      return;
    }
    await sleep(50);
  }
}
