import { parseArgs } from "node:util";

export interface MdrpOptions {
  readonly folder: string;
  readonly out: string;
  readonly policy: "planner" | "greedy";
  /** Standard deviation of the ready times as they are first told. */
  readonly readyNoiseMinutes: number;
  readonly declineRate: number;
  readonly seed: number;
}

export const usage = `npm run mdrp -- <folder of instances> --out <folder> [--policy planner|greedy]
                [--ready-noise <minutes>] [--decline <0…1>] [--seed <n>]

Replays every day under the folder through the dispatch planner: instances of the meal delivery routing problem
(orders.txt, couriers.txt, restaurants.txt, instance_parameters.txt), and *_orders.csv beside *_couriers.csv.
Writes <out>/<instance>/solution_info_{assignments,orders,couriers}.txt and <out>/summary.json.

  --ready-noise  kitchens' times are first told wrong, by so many minutes (standard deviation)
  --decline      couriers say no to this share of the offers`;

/** @throws Error with what is wrong with the arguments */
export function readOptions(args: readonly string[]): MdrpOptions | "help" {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      out: { type: "string" },
      policy: { type: "string", default: "planner" },
      "ready-noise": { type: "string", default: "0" },
      decline: { type: "string", default: "0" },
      seed: { type: "string", default: "1" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) return "help";
  const [folder, ...more] = positionals;
  if (folder === undefined || more.length > 0) throw new Error("Name one folder of instances.");
  if (values.out === undefined) throw new Error("Say where the solutions go: --out <folder>.");
  const { policy } = values;
  if (policy !== "planner" && policy !== "greedy") throw new Error(`--policy is planner or greedy, not ${policy}.`);
  return {
    folder,
    out: values.out,
    policy,
    readyNoiseMinutes: within("--ready-noise", values["ready-noise"], 0, 120),
    declineRate: within("--decline", values.decline, 0, 0.95),
    seed: within("--seed", values.seed, 0, 2 ** 31),
  };
}

function within(name: string, text: string, low: number, high: number): number {
  const value = Number(text);
  if (text.trim() === "" || !(value >= low && value <= high))
    throw new Error(`${name} is a number from ${low} to ${high}, not ${text}.`);
  return value;
}
