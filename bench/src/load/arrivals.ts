import { createHash } from "node:crypto";
import http from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { seededRandom } from "@tiffin/db/seed/random";
import { latencies } from "../harness/statistics.ts";
import { arrivalsPlanSchema, type ArrivalsOutcome, type ArrivalsPlan } from "./arrivals-plan.ts";

const REFUSALS_KEPT = 5;
const MOST_CONNECTIONS = 1_024;

// The generator of arrivals, in a process of its own: reads a plan from stdin as JSON, prints the outcome as JSON. It is
// an open loop: people order when they are hungry, not when the orders before theirs were answered.
async function main(): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  const plan = arrivalsPlanSchema.parse(JSON.parse(Buffer.concat(chunks).toString("utf8")));
  process.stdout.write(JSON.stringify(await run(plan)));
}

async function run(plan: ArrivalsPlan): Promise<ArrivalsOutcome> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: MOST_CONNECTIONS, scheduling: "lifo" });
  await openConnections(agent, plan);
  const dueAt = dueTimes(plan);
  const statuses: Record<string, number> = {};
  const durations: number[] = [];
  const lateness: number[] = [];
  const bodies = new Set<string>();
  const refusals: string[] = [];
  let unanswered = 0;
  const startedAt = performance.now();
  const one = async (index: number) => {
    const due = startedAt + dueAt[index]!;
    lateness.push(Math.max(0, performance.now() - due));
    try {
      const { status, body } = await send(agent, plan, index);
      durations[index] = performance.now() - due;
      statuses[status] = (statuses[status] ?? 0) + 1;
      bodies.add(createHash("sha256").update(body).digest("base64"));
      if (status >= 300 && refusals.length < REFUSALS_KEPT) refusals.push(`${status} ${body.slice(0, 300)}`);
    } catch (error) {
      unanswered += 1;
      durations[index] = performance.now() - due;
      if (refusals.length < REFUSALS_KEPT) refusals.push(String(error));
    }
  };
  const underWay: Promise<void>[] = [];
  for (const [index, due] of dueAt.entries()) {
    const wait = startedAt + due - performance.now();
    if (wait > 1) await pause(wait);
    underWay.push(one(index));
  }
  await Promise.all(underWay);
  agent.destroy();
  return {
    statuses,
    unanswered,
    durations,
    lateP99: latencies(lateness).p99,
    seconds: (performance.now() - startedAt) / 1_000,
    distinctBodies: bodies.size,
    refusals,
  };
}

/** As they are behind a load balancer; a burst of new ones would measure how the kernel takes them. */
async function openConnections(agent: http.Agent, { urls, requests, connections }: ArrivalsPlan): Promise<void> {
  const each = Math.min(connections, requests.length, MOST_CONNECTIONS);
  await Promise.all(
    urls.flatMap((url) =>
      Array.from(
        { length: each },
        () =>
          new Promise<void>((resolve, reject) => {
            http
              .get(`${url}/healthz`, { agent }, (response) => {
                response.resume();
                response.once("end", () => resolve());
              })
              .once("error", reject);
          }),
      ),
    ),
  );
}

/**
 * Milliseconds from the start, ascending: a Poisson process that is known to have brought so many in that time. Without
 * this a run of 20 s offers up to some 3 % more or less than the rate it is called by.
 */
function dueTimes({ requests, perSecond, seed }: ArrivalsPlan): number[] {
  if (perSecond === undefined) return requests.map(() => 0);
  const random = seededRandom(seed);
  const milliseconds = (requests.length / perSecond) * 1_000;
  return requests.map(() => random.next() * milliseconds).toSorted((one, other) => one - other);
}

function send(agent: http.Agent, plan: ArrivalsPlan, index: number): Promise<{ status: number; body: string }> {
  const { method, path, token, headers, body } = plan.requests[index]!;
  const { hostname, port } = new URL(plan.urls[index % plan.urls.length]!);
  return new Promise((resolve, reject) => {
    const request = http.request({
      agent,
      hostname,
      port,
      path,
      method: method ?? "POST",
      headers: {
        ...headers,
        authorization: `Bearer ${token}`,
        accept: "application/json",
        "content-type": "application/json",
        "content-length": Buffer.byteLength(body),
      },
    });
    request.once("response", (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.once("error", reject);
      response.once("end", () =>
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString("utf8") }),
      );
    });
    request.setTimeout(60_000, () => request.destroy(new Error("no answer within a minute")));
    request.once("error", reject);
    request.end(body);
  });
}

await main();
