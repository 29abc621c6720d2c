import autocannon from "autocannon";
import { latencies } from "../harness/statistics.ts";
import { planSchema, type Outcome } from "./plan.ts";

// The load generator, in a process of its own: reads a plan from stdin as JSON, prints the outcome as JSON.
async function main(): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  const plan = planSchema.parse(JSON.parse(Buffer.concat(chunks).toString("utf8")));
  const requests = plan.requests.map(({ path, token }) => ({
    method: "GET" as const,
    path,
    headers: { authorization: `Bearer ${token}`, accept: "application/json" },
  }));
  let connection = 0;
  const durations: number[] = [];
  const options: autocannon.Options = {
    url: plan.url,
    connections: plan.connections,
    pipelining: 1,
    duration: plan.seconds,
    ...(plan.rate === undefined ? {} : { overallRate: plan.rate }),
    // Every connection begins elsewhere in the list, so that they don't ask the same in step.
    setupClient(client) {
      const from = Math.floor((connection++ * requests.length) / plan.connections);
      client.setRequests([...requests.slice(from), ...requests.slice(0, from)]);
    },
  };
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const instance = autocannon(options, (error: unknown, done) => {
      if (error) reject(error instanceof Error ? error : new Error("the load could not be made"));
      else resolve(done);
    });
    instance.on("response", (_client, _status, _bytes, milliseconds) => durations.push(milliseconds));
  });
  const took = latencies(durations);
  const outcome: Outcome = {
    requests: took.count,
    perSecond: took.count / result.duration,
    p50: took.p50,
    p95: took.p95,
    p99: took.p99,
    max: took.max,
    correctedP97: result.latency.p97_5,
    non2xx: result.non2xx,
    errors: result.errors,
    bytesPerRequest: result.throughput.total / took.count,
  };
  process.stdout.write(JSON.stringify(outcome));
}

await main();
