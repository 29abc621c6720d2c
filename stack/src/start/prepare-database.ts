import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { migrate } from "@tiffin/db/migrate";
import { addresses, serviceEnvironment, type Wiring } from "../config/environment.ts";
import { typescript } from "../config/services.ts";
import { Failure } from "../failure.ts";
import { runToEnd } from "../process/run-to-end.ts";
import type { Watchdog } from "../process/watchdog.ts";
import type { Progress } from "../progress/progress.ts";
import { type Demo, demoSchema } from "../stack-file.ts";
import type { StartOptions } from "./options.ts";

/** Migrates, and seeds what is not there yet. Answers the accounts that people may use. */
export async function prepareDatabase(up: {
  wiring: Wiring;
  options: StartOptions;
  progress: Progress;
  signal: AbortSignal;
  watchdog: Watchdog;
}): Promise<Demo | undefined> {
  const { wiring, progress } = up;
  await progress.step("Migrating", async () => {
    try {
      await migrate(addresses(wiring).postgres);
    } catch (error) {
      // "Newer than the code" explains itself; anything else says where it happened.
      if (error instanceof Error && error.name === "DatabaseIsNewerError") throw new Failure(error.message);
      throw new Failure(
        `the database could not be migrated: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  });
  const demo = wiring.isDemo ? await seedDemoCity(up) : undefined;
  const { seed } = up.options;
  if (seed !== undefined) await importRestaurants(up, seed);
  return demo;
}

type Seeding = { wiring: Wiring; progress: Progress; signal: AbortSignal; watchdog: Watchdog };

function seedDemoCity({ wiring, progress, signal, watchdog }: Seeding): Promise<Demo> {
  const { demoFile } = wiring.folder;
  return progress.step("Seeding the demo city", async (note) => {
    await runToEnd({
      what: "the demo city could not be seeded",
      ...typescript("stack/src/start/seed-demo.ts"),
      env: serviceEnvironment(wiring),
      signal,
      watchdog,
    });
    const demo = demoSchema.parse(JSON.parse(readFileSync(demoFile, "utf8")));
    note(demo.city.slug);
    return demo;
  });
}

/** `--seed`: an operator's restaurants in a city of their own, which the file names or has most rows of. */
async function importRestaurants({ wiring, progress, signal, watchdog }: Seeding, file: string): Promise<void> {
  const report = await progress.step(`Importing ${basename(file)}`, () =>
    runToEnd({
      what: `${file} could not be imported`,
      ...typescript("apps/worker/src/commands/import.ts", [file]),
      env: serviceEnvironment(wiring),
      signal,
      watchdog,
    }),
  );
  progress.line(report.trimEnd().replace(/^/gm, "    "));
}
