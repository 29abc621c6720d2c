import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readReport } from "./vitest-report.ts";

const folder = mkdtempSync(join(tmpdir(), "tiffin-report-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("counts tests, and a file that could not even be collected as one that failed", () => {
  const path = join(folder, "report.json");
  const report = {
    numPassedTests: 5,
    numFailedTests: 1,
    numPendingTests: 2,
    numTodoTests: 0,
    testResults: [
      {
        name: "a.test.ts",
        status: "failed",
        assertionResults: [{ fullName: "adds", status: "failed", failureMessages: ["1 is not 2"] }],
      },
      { name: "b.test.ts", status: "failed", message: "Cannot find module", assertionResults: [] },
      { name: "c.test.ts", status: "passed", assertionResults: [] },
    ],
  };
  writeFileSync(path, JSON.stringify(report));
  expect(readReport(path)).toEqual({
    passed: 5,
    failed: 2,
    skipped: 2,
    failures: [
      { title: "a.test.ts › adds", message: "1 is not 2" },
      { title: "b.test.ts", message: "Cannot find module" },
    ],
  });
});
