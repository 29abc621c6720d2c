import { existsSync } from "node:fs";
import path from "node:path";
import { checkout, runNode } from "../../harness/stack.ts";
import { untilQuiet } from "../../harness/processes.ts";
import type { Figure, Part } from "../../harness/report.ts";
import { printRelevance } from "../../relevance/print-relevance.ts";
import { runRelevance } from "../../relevance/run-relevance.ts";
import type { Setting } from "../setting.ts";

/** Where a checkout may have a file of New Delhi's restaurants beside it. */
const DELHI = "../shared/data/restaurants/zomato_world_9551.csv";

/** 150 judged searches over the demo city, and over New Delhi where its restaurants are at hand. */
export async function measureRelevance({ stack, progress }: Setting, delhi: string | undefined): Promise<Part> {
  const file = path.resolve(delhi === undefined ? checkout : (process.env["INIT_CWD"] ?? "."), delhi ?? DELHI);
  if (existsSync(file)) {
    progress.say("relevance: importing New Delhi");
    await runNode(["stack/run.mjs", "import", file, "--city", "new-delhi"], stack.folder);
    await untilQuiet([stack.pids.postgres, stack.pids.worker], 60_000);
  }
  const report = await runRelevance({
    gatewayUrl: stack.urls.gateway,
    databaseUrl: stack.urls.postgres,
    onProgress: (done, of) => progress.count("judged searches asked", done, of),
  });
  console.log(`\n${printRelevance(report)}`);
  const { all, misspelt, correct } = report.figures;
  const figures: Figure[] = [
    {
      name: "nDCG@10",
      value: all.ndcg10,
      unit: "",
      aim: { atLeast: report.aims.ndcg10 },
      note: `${all.queries} queries`,
    },
    {
      name: "success@5, misspelt",
      value: misspelt.success5,
      unit: "",
      aim: { atLeast: report.aims.misspeltSuccess5 },
      note: `${misspelt.queries} queries`,
    },
    { name: "nDCG@10, spelt right", value: correct.ndcg10, unit: "", note: `${correct.queries} queries` },
  ];
  return {
    part: "relevance",
    parameters: { formula: report.formula, leftOut: report.leftOut },
    figures,
    details: { figures: report.figures, worst: report.worst },
  };
}
