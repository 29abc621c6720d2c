import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { seededRandom } from "@tiffin/db/seed/random";
import { brokenRules } from "./check-replay.ts";
import type { Instance } from "./instance.ts";
import { readOptions, usage, type MdrpOptions } from "./options.ts";
import { readColombiaInstance } from "./read-colombia.ts";
import { readMdrpInstance } from "./read-mdrp.ts";
import { nearestRider, publicDays } from "./policies.ts";
import { replay } from "./replay.ts";
import { overall, summarise, type Summary } from "./summary.ts";
import { writeSolution } from "./write-solution.ts";

/** `npm run mdrp`. Resolves with the exit code. */
async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (options === "help") {
    console.log(usage);
    return 0;
  }
  const readers = await findInstances(options.folder);
  if (readers.length === 0) throw new Error(`There is no instance under ${options.folder}.\n\n${usage}`);
  const summaries: Summary[] = [];
  let isRuleBroken = false;
  for (const [index, read] of readers.entries()) {
    const instance = await read();
    const done = replay(instance, replayOptions(options, instance));
    // A kitchen that is later than it said may keep a courier at the door beyond the shift: no plan's fault.
    const isLate = options.readyNoiseMinutes > 0;
    const broken = brokenRules(instance, done).filter((rule) => !(isLate && rule.endsWith("after the shift")));
    for (const rule of broken.slice(0, 10)) console.error(`${instance.name}: ${rule}`);
    isRuleBroken ||= broken.length > 0;
    await writeSolution(join(options.out, instance.name), instance, done);
    const summary = summarise(instance, done);
    summaries.push(summary);
    console.log(`${String(index + 1).padStart(3)}/${readers.length} ${line(summary)}`);
  }
  const means = overall(summaries);
  await mkdir(options.out, { recursive: true });
  const { folder: _, out: __, ...parameters } = options;
  await writeFile(
    join(options.out, "summary.json"),
    `${JSON.stringify({ ...parameters, instances: summaries, overall: means }, null, 2)}\n`,
  );
  console.log(`\nall     ${line({ instance: "mean of the instances", ...means })}`);
  return isRuleBroken ? 1 : 0;
}

function replayOptions({ policy, readyNoiseMinutes, declineRate, seed }: MdrpOptions, { name }: Instance) {
  const dice = seededRandom(seed).fork(name);
  return {
    policy: policy === "planner" ? publicDays : nearestRider,
    uncertainty: { readyNoiseSeconds: readyNoiseMinutes * 60, declineRate },
    random: () => dice.next(),
  };
}

/** Every instance under a folder, however deep, in the order of their names. */
async function findInstances(folder: string): Promise<(() => Promise<Instance>)[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .toSorted((a, b) => (join(a.parentPath, a.name) < join(b.parentPath, b.name) ? -1 : 1))
    .flatMap((entry) => {
      if (entry.name === "instance_parameters.txt") return [() => readMdrpInstance(entry.parentPath)];
      if (entry.name.endsWith("_orders.csv")) return [() => readColombiaInstance(join(entry.parentPath, entry.name))];
      return [];
    });
}

function line(one: Summary): string {
  return [
    one.instance.padEnd(22),
    `${one.undeliveredPercent.toFixed(2)} % undelivered`,
    `click to door ${one.clickToDoorMean.toFixed(2)} min (p90 ${one.clickToDoorP90.toFixed(1)})`,
    `ready to pick-up ${one.readyToPickupMean.toFixed(2)} min`,
    ...(one.costPerOrder === null ? [] : [`cost ${one.costPerOrder.toFixed(2)}`]),
    `${one.ordersPerBundle.toFixed(2)} orders a bundle`,
    `plan ≤ ${Math.ceil(one.planMillisLongest)} ms`,
  ].join("  ");
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
