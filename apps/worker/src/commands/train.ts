// npm run train -- [--days N] [--out model.json]
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { closeDatabase, openDatabase } from "@tiffin/core/database";
import { offerOutcomes, trainModel } from "@tiffin/core/dispatch/learning";
import { readCommandEnv } from "./env.ts";
import { modelReport } from "./model-report.ts";
import { runCommand, UsageError } from "./terminal.ts";

const usage = `npm run train [-- --days N] [--out model.json]

  Learns from the offers that riders were asked, and what came of them: how likely one is taken, and how long it is until
  the rider stands at the counter. Prints how good that is on offers it has not seen, beside the weights set by hand.

  --days  how far back (90)
  --out   where the model goes (dispatch-model.json beside the stack's data); the worker uses it with DISPATCH_MODEL=<file>`;

const DAY_MS = 86_400_000;

await runCommand(async () => {
  const values = readArguments();
  if (values.help === true) {
    console.log(usage);
    return 0;
  }
  const days = Number(values.days);
  if (!Number.isInteger(days) || days < 1 || days > 3_650) throw new UsageError("--days: a whole number of days");
  const env = readCommandEnv();
  const out = resolve(values.out ?? join(env.TIFFIN_VAR, "dispatch-model.json"));
  const db = openDatabase(env.DATABASE_URL, {
    applicationName: "train",
    maxConnections: 1,
    statementTimeoutMs: 120_000,
  });
  try {
    const now = new Date();
    console.log(`Reading the offers of ${days} days`);
    const outcomes = await offerOutcomes(db, new Date(now.getTime() - days * DAY_MS));
    console.log(`Learning from ${outcomes.length.toLocaleString("en")} of them`);
    const model = learn(() => trainModel(outcomes, now));
    for (const line of modelReport(model)) console.log(line);
    mkdirSync(dirname(out), { recursive: true });
    writeFileSync(out, `${JSON.stringify(model, null, 2)}\n`);
    console.log(`\n${out}: the worker uses it when it is started with DISPATCH_MODEL=${out}`);
    return 0;
  } finally {
    await closeDatabase(db);
  }
});

function learn<T>(train: () => T): T {
  try {
    return train();
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(`${error.message}. \`npm run sim\` makes some`);
    throw error;
  }
}

function readArguments() {
  try {
    return parseArgs({
      options: {
        days: { type: "string", default: "90" },
        out: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
