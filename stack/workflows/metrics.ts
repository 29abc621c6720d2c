interface Series {
  readonly help: string;
  readonly type: "counter" | "gauge" | "histogram";
  readonly values: Map<string, number>;
}

const bucketsSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

const label = (pairs: Record<string, string>): string =>
  Object.entries(pairs)
    .map(
      ([name, value]) => `${name}="${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`,
    )
    .join(",");

/** Counters of this process in Prometheus' text format, under the prefix `workflows_`. */
export class Metrics {
  readonly #series = new Map<string, Series>();

  #add(name: string, help: string, type: Series["type"], labels: string, by: number): void {
    let series = this.#series.get(name);
    if (series === undefined) {
      series = { help, type, values: new Map() };
      this.#series.set(name, series);
    }
    series.values.set(labels, (series.values.get(labels) ?? 0) + by);
  }

  count(name: string, help: string, labels: Record<string, string> = {}, by = 1): void {
    this.#add(name, help, "counter", label(labels), by);
  }

  gauge(name: string, help: string, value: number, labels: Record<string, string> = {}): void {
    const text = label(labels);
    this.#add(name, help, "gauge", text, 0);
    this.#series.get(name)?.values.set(text, value);
  }

  call(functionId: string, outcome: string, seconds: number): void {
    this.count("calls_total", "Calls of functions by outcome", { function: functionId, outcome });
    const name = "call_duration_seconds";
    const help = "How long an app took to answer a call";
    for (const bound of bucketsSeconds) {
      this.#add(name, help, "histogram", `_bucket{${label({ le: String(bound) })}}`, seconds <= bound ? 1 : 0);
    }
    this.#add(name, help, "histogram", `_bucket{${label({ le: "+Inf" })}}`, 1);
    this.#add(name, help, "histogram", "_sum", seconds);
    this.#add(name, help, "histogram", "_count", 1);
  }

  runEnded(status: string): void {
    this.count("runs_ended_total", "Runs that ended, by how", { status });
  }

  intake(intake: { accepted: number; runs: number; wakes: number }): void {
    this.count("events_total", "Events taken, duplicates left out", {}, intake.accepted);
    this.count("runs_started_total", "Runs started", {}, intake.runs);
    this.count("wakes_total", "Waits and cancellations that an event met", {}, intake.wakes);
  }

  text(): string {
    const lines: string[] = [];
    for (const [name, { help, type, values }] of [...this.#series].sort(([a], [b]) => (a < b ? -1 : 1))) {
      lines.push(`# HELP workflows_${name} ${help}`, `# TYPE workflows_${name} ${type}`);
      for (const [labels, value] of values) {
        const suffix = type === "histogram" ? labels : labels === "" ? "" : `{${labels}}`;
        lines.push(`workflows_${name}${suffix} ${value}`);
      }
    }
    return `${lines.join("\n")}\n`;
  }
}
