import { readFileSync } from "node:fs";
import { z } from "zod";

const reportSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(
        z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()).nullish() }),
      ),
    }),
  ),
});

export type Counts = { passed: number; failed: number; skipped: number };
export type Failed = { title: string; message: string };

/** Counts of one vitest run by its JSON report. A file that could not be collected counts as one failed test. */
export function readReport(path: string): Counts & { failures: Failed[] } {
  const report = reportSchema.parse(JSON.parse(readFileSync(path, "utf8")));
  const brokenFiles = report.testResults.filter(
    (file) => file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"),
  );
  const failures = report.testResults.flatMap((file) =>
    file.assertionResults
      .filter((test) => test.status === "failed")
      .map((test) => ({ title: `${file.name} › ${test.fullName}`, message: test.failureMessages?.[0] ?? "" })),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles.length,
    skipped: report.numPendingTests + report.numTodoTests,
    failures: [
      ...failures,
      ...brokenFiles.map((file) => ({ title: file.name, message: file.message ?? "could not be run" })),
    ],
  };
}
