import { defineConfig } from "vitest/config";

const ignored = ["**/node_modules/**", "**/dist/**", "**/.next/**", "var/**"];
/** A failed check is told with its values: what CI prints is all that there is to see of it. */
const chaiConfig = { truncateThreshold: 400 };

/**
 * unit: pure, no server. int: real Postgres, Redis and Soketi, started once by the global setup; each file
 * takes a database of its own. e2e: the whole stack and a real browser.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          chaiConfig,
          sequence: { groupOrder: 0 },
          include: ["**/*.test.ts", "**/*.test.tsx"],
          exclude: [...ignored, "**/*.int.test.ts"],
          // Generous, because the machine may be busy with other things: nothing here is a measurement.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: "int",
          chaiConfig,
          sequence: { groupOrder: 1 },
          include: ["**/*.int.test.ts"],
          exclude: ignored,
          globalSetup: ["stack/src/testing/global-setup.ts"],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          fileParallelism: true,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: "e2e",
          chaiConfig,
          sequence: { groupOrder: 2 },
          include: ["e2e/**/*.spec.ts"],
          exclude: ignored,
          globalSetup: ["e2e/src/global-setup.ts"],
          testTimeout: 240_000,
          hookTimeout: 600_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
