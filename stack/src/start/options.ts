import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { Failure } from "../failure.ts";

export type StartOptions = {
  detach: boolean;
  fresh: boolean;
  web: boolean;
  life: boolean;
  relaxedLimits: boolean;
  /** A restaurants file to seed from. */
  seed?: string;
  help: boolean;
};

export const usage = `npm start -- [options]
  --detach           return once everything is healthy; \`npm run stop\` stops it
  --fresh            forget earlier data
  --no-web           leave the three web apps out
  --no-life          leave the bots out (demo kitchens cook and demo riders ride otherwise)
  --relaxed-limits   lift the rate limits, for load tests
  --seed <path>      seed from a restaurants CSV or GeoJSON file`;

export function readOptions(args: string[], cwd = process.env["INIT_CWD"] ?? process.cwd()): StartOptions {
  const { values } = parse(args);
  const seed = values.seed === undefined ? undefined : resolve(cwd, values.seed);
  if (seed !== undefined && !existsSync(seed)) throw new Failure(`--seed: there is no file ${seed}`);
  return {
    detach: values.detach ?? false,
    fresh: values.fresh ?? false,
    web: values["no-web"] !== true,
    life: values["no-life"] !== true,
    relaxedLimits: values["relaxed-limits"] ?? false,
    ...(seed === undefined ? {} : { seed }),
    help: values.help ?? false,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        detach: { type: "boolean" },
        fresh: { type: "boolean" },
        "no-web": { type: "boolean" },
        "no-life": { type: "boolean" },
        "relaxed-limits": { type: "boolean" },
        seed: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    throw new Failure(`${error instanceof Error ? error.message.split(". ")[0] : String(error)}\n${usage}`);
  }
}
