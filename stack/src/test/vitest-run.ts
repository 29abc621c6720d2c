import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkout } from "../config/checkout.ts";
import { describe, Failure } from "../failure.ts";
import { runToEnd } from "../process/run-to-end.ts";
import type { Watchdog } from "../process/watchdog.ts";
import { binOf } from "./static-checks.ts";
import { type Counts, type Failed, readReport } from "./vitest-report.ts";

/** Runs one vitest project and counts its tests. A run that wrote no report failed as a whole. */
export async function runVitest(
  project: string,
  signal: AbortSignal,
  watchdog: Watchdog,
): Promise<Counts & { failures: Failed[] }> {
  const folder = mkdtempSync(join(tmpdir(), "tiffin-report-"));
  const report = join(folder, "report.json");
  let outcome: unknown;
  try {
    await runToEnd({
      what: `the ${project} tests failed`,
      command: process.execPath,
      args: [
        binOf("vitest", "vitest"),
        "run",
        "--project",
        project,
        "--passWithNoTests",
        "--reporter=default",
        "--reporter=json",
        `--outputFile.json=${report}`,
      ],
      cwd: checkout,
      env: { ...process.env, NO_COLOR: "1", CI: "1" },
      signal,
      watchdog,
    }).catch((error: unknown) => {
      outcome = error;
    });
    signal.throwIfAborted();
    const counts = readReport(report);
    // An unhandled error, or a global setup that failed, ends vitest with no failed test to show for it.
    if (outcome !== undefined && counts.failed === 0) {
      return { ...counts, failed: 1, failures: [{ title: `vitest, project ${project}`, message: describe(outcome) }] };
    }
    return counts;
  } catch (error) {
    signal.throwIfAborted();
    throw new Failure(outcome === undefined ? describe(error) : describe(outcome));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
