import { describe } from "../failure.ts";
import { startWatchdog } from "../process/watchdog.ts";
import { createProgress, type Progress } from "../progress/progress.ts";
import { runStaticCheck, staticChecks } from "./static-checks.ts";
import type { Counts } from "./vitest-report.ts";
import { runVitest } from "./vitest-run.ts";

const projects = [
  { project: "unit", title: "Unit tests" },
  { project: "int", title: "Integration tests" },
  { project: "e2e", title: "Browser tests" },
];

/** `npm test`: everything there is to check. Resolves with 0 only if all of it passes. */
export async function main(): Promise<number> {
  const startedAt = Date.now();
  const progress = createProgress(process.stdout);
  const interrupted = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => interrupted.abort(new Error("interrupted")));
  const watchdog = startWatchdog();
  const failures: string[] = [];
  const total: Counts = { passed: 0, failed: 0, skipped: 0 };
  const count = ({ passed, failed, skipped }: Counts) => {
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
  };

  for (const check of staticChecks) {
    if (interrupted.signal.aborted) break;
    const problem = await attempt(progress, check.title, () => runStaticCheck(check, interrupted.signal, watchdog));
    if (problem === undefined) count({ passed: 1, failed: 0, skipped: 0 });
    else {
      count({ passed: 0, failed: 1, skipped: 0 });
      failures.push(problem);
    }
  }
  for (const { project, title } of projects) {
    if (interrupted.signal.aborted) break;
    const problem = await attempt(progress, title, async (note) => {
      const result = await runVitest(project, interrupted.signal, watchdog);
      count(result);
      note(line(result));
      failures.push(...result.failures.map(({ title: name, message }) => `${name}\n${indent(message)}`));
    });
    if (problem !== undefined) {
      count({ passed: 0, failed: 1, skipped: 0 });
      failures.push(problem);
    }
  }

  progress.end();
  watchdog.release();
  if (failures.length > 0) console.log(`\n${failures.map((failure) => `✗ ${failure}`).join("\n\n")}`);
  if (interrupted.signal.aborted) console.log("\nInterrupted.");
  console.log(`\n${((Date.now() - startedAt) / 1000).toFixed(0)} s`);
  console.log(line(total));
  return total.failed === 0 && !interrupted.signal.aborted ? 0 : 1;
}

/** The text of what went wrong, undefined when nothing did. */
async function attempt(
  progress: Progress,
  title: string,
  work: (note: (text: string) => void) => Promise<unknown>,
): Promise<string | undefined> {
  try {
    await progress.step(title, work);
    return undefined;
  } catch (error) {
    return describe(error);
  }
}

function line({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped === 0 ? "" : `, ${skipped} skipped`}`;
}

function indent(text: string): string {
  return text
    .split("\n")
    .slice(0, 20)
    .map((each) => `    ${each}`)
    .join("\n");
}
