import { parseArgs } from "node:util";
import { z } from "zod";

export const usage = `npm run bench [-- name] [options]
  name                     which benchmark; without one, all of them
  --only <part,part>       only these parts of it
  --restaurants <n,n>      search: sizes of the index (100000,500000)
  --seconds <n>            how long each measurement takes (12; the steady rush of orders takes ten times as long, that of dispatch five times)
  --million                search: a million searches for the memory figure, not 200,000
  --delhi <file.csv>       search: restaurants of New Delhi to judge relevance over as well
  --keep                   keep the filled data for the next run
  --reference              also write the result to bench/results/reference/
  --list                   only say what there is`;

const list = z.string().transform((text) => text.split(",").map((entry) => entry.trim()));

const schema = z.object({
  only: list.optional(),
  restaurants: list
    .transform((sizes) => sizes.map(Number))
    .refine((sizes) => sizes.every((size) => Number.isInteger(size) && size >= 1_000), "whole numbers from 1000")
    .default([100_000, 500_000]),
  seconds: z.coerce.number().min(1).max(600).default(12),
  million: z.boolean().default(false),
  delhi: z.string().optional(),
  keep: z.boolean().default(false),
  reference: z.boolean().default(false),
  list: z.boolean().default(false),
  help: z.boolean().default(false),
});

export interface BenchOptions extends z.output<typeof schema> {
  readonly names: readonly string[];
}

/** @throws Error with a line for a person */
export function readOptions(args: readonly string[]): BenchOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      only: { type: "string" },
      restaurants: { type: "string" },
      seconds: { type: "string" },
      million: { type: "boolean" },
      delhi: { type: "string" },
      keep: { type: "boolean" },
      reference: { type: "boolean" },
      list: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
  const parsed = schema.safeParse(values);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Error(`--${String(issue?.path[0])}: ${issue?.message}\n${usage}`);
  }
  return { ...parsed.data, names: positionals };
}
