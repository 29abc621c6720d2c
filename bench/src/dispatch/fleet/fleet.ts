import { createInterface } from "node:readline";
import postgres from "postgres";
import { httpClient } from "../../harness/http.ts";
import { fleetPlanSchema, type FleetOutcome } from "./fleet-plan.ts";
import { FleetRider } from "./rider.ts";

const CONNECTIONS = 64;
const AT_ONCE = 20;

// A fleet of riders, in a process of its own: reads a plan from the first line of stdin, prints `ready` once all are on
// shift and listening, and what it saw when stdin ends.
async function main(): Promise<void> {
  const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  const { value } = await lines.next();
  const plan = fleetPlanSchema.parse(JSON.parse(String(value)));
  const outcome: FleetOutcome = { heard: [], raw: [], pings: 0, accepted: 0, delivered: 0, refused: {}, faults: [] };
  const http = httpClient(plan.gatewayUrl, CONNECTIONS);
  const sql = postgres(plan.databaseUrl, { max: 2, onnotice: () => {} });
  const riders = plan.riders.map((rider) => new FleetRider({ plan, http, sql, outcome }, rider));
  for (let start = 0; start < riders.length; start += AT_ONCE) {
    await Promise.all(riders.slice(start, start + AT_ONCE).map((rider) => rider.goOnShift()));
  }
  process.stdout.write("ready\n");
  while (!(await lines.next()).done);
  for (const rider of riders) rider.close();
  process.stdout.write(`${JSON.stringify(outcome)}\n`);
  await sql.end({ timeout: 1 });
  http.close();
  process.exit(0);
}

await main();
