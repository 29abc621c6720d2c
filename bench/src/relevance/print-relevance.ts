import type { Figures } from "./evaluate.ts";
import type { RelevanceReport } from "./run-relevance.ts";

/** The report for a terminal. */
export function printRelevance(report: RelevanceReport): string {
  const { figures, aims } = report;
  const lines = [
    row("relevance", "queries", "nDCG@10", "success@5", "MRR"),
    figuresRow("all", figures.all),
    figuresRow("spelt right", figures.correct),
    figuresRow("misspelt", figures.misspelt),
    figuresRow("developed on", figures.developed),
    figuresRow("held out", figures.heldOut),
    "",
    ...Object.entries(figures.classes).map(([name, each]) => figuresRow(`  ${name}`, each)),
    "",
    `Aims: nDCG@10 ≥ ${aims.ndcg10} over all, success@5 ≥ ${aims.misspeltSuccess5} on the misspelt: ${report.passed ? "met" : "NOT met"}. ${report.formula}.`,
    ...Object.entries(report.leftOut).map(
      ([city, count]) => `Left out: ${count} queries about ${city}, which is not imported here (docs/data.md).`,
    ),
    "",
    "The worst:",
    ...report.worst.flatMap((query) => [
      `  ${query.ndcg.toFixed(2)}  “${query.text}” (${query.id}): ${query.intent}`,
      `        shown   ${query.returned.join(" · ") || "nothing"}`,
      `        missed  ${query.missed.join(" · ") || "nothing"}`,
    ]),
  ];
  return lines.join("\n");
}

function figuresRow(name: string, { queries, ndcg10, success5, mrr }: Figures): string {
  return row(
    name,
    String(queries),
    ...[ndcg10, success5, mrr].map((value) => (queries === 0 ? "–" : value.toFixed(3))),
  );
}

function row(name: string, ...cells: string[]): string {
  return name.padEnd(24) + cells.map((cell) => cell.padStart(11)).join("");
}
