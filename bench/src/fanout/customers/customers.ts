import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { channels, riderLocationSchema } from "@tiffin/domain/wire/live";
import { z } from "zod";
import { type ClientSocket, openSocket } from "../../load/web-socket.ts";
import { type CustomersOutcome, type CustomersPlan, customersPlanSchema } from "./customers-plan.ts";

const AT_ONCE = 32;
/** The last ones are still on their way when the riders stop. */
const LINGER_MS = 2_000;
const TOO_SOON_MS = 900;

const messageSchema = z.object({ event: z.string(), data: z.union([z.string(), z.unknown()]).optional() });
const establishedSchema = z.object({ socket_id: z.string() });

type Customer = ReturnType<typeof customersPlanSchema.parse>["customers"][number];

// Customers' tracking pages in a process of their own: each listens to its order as the app does, with the gateway's
// signature. Prints `ready` once all are let in, and what they heard when stdin ends.
async function main(): Promise<void> {
  const lines = createInterface({ input: process.stdin });
  const ended = once(lines, "close");
  const [line] = (await once(lines, "line")) as [string];
  const plan = customersPlanSchema.parse(JSON.parse(line));
  const outcome: CustomersOutcome = {
    heard: 0,
    ordersHeard: 0,
    outOfOrder: 0,
    tooSoon: 0,
    closed: 0,
    delays: [],
    warmDelays: [],
  };
  let tellFirst = () => {};
  const heardFirst = new Promise<void>((resolve) => (tellFirst = resolve));
  const sockets: ClientSocket[] = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (next < plan.customers.length)
        sockets.push(await listen(plan, plan.customers[next++]!, outcome, tellFirst));
    }),
  );
  process.stdout.write("ready\n");
  await Promise.race([heardFirst, ended]);
  await Promise.race([pause(plan.warmSeconds * 1_000), ended]);
  outcome.warmDelays = outcome.delays;
  outcome.delays = [];
  await ended;
  await pause(LINGER_MS);
  process.stdout.write(`${JSON.stringify(outcome)}\n`);
  for (const socket of sockets) socket.close();
  process.exit(0);
}

/** One tracking page: connect, ask the gateway to be let in, subscribe. Resolves when the channel says that it is joined. */
async function listen(
  plan: z.output<typeof customersPlanSchema>,
  { token, orderId }: Customer,
  outcome: CustomersOutcome,
  tellFirst: () => void,
): Promise<ClientSocket> {
  const channel = channels.order(orderId);
  const hear = listener(outcome);
  let onMessage: (message: z.output<typeof messageSchema>) => void = () => {};
  const address = `${plan.url}/app/${plan.appKey}?protocol=7&client=bench&version=1`;
  const established = new Promise<string>((resolve) => {
    onMessage = ({ event, data }) => {
      if (event !== "pusher:connection_established") return;
      resolve(establishedSchema.parse(JSON.parse(String(data))).socket_id);
    };
  });
  const socket = await openSocket(
    address,
    {},
    { onText: (text) => onMessage(messageSchema.parse(JSON.parse(text))), onClose: () => (outcome.closed += 1) },
  );
  const auth = await signature(plan, token, await established, channel);
  const joined = new Promise<void>((resolve, reject) => {
    onMessage = ({ event, data }) => {
      if (event === "pusher_internal:subscription_succeeded") resolve();
      else if (event === "rider.location") {
        hear(String(data));
        tellFirst();
      } else if (event === "pusher:ping") socket.send('{"event":"pusher:pong","data":{}}');
      else if (event.startsWith("pusher:")) reject(new Error(`${event} ${String(data)}`));
    };
  });
  socket.send(JSON.stringify({ event: "pusher:subscribe", data: { channel, auth } }));
  await joined;
  return socket;
}

async function signature(plan: CustomersPlan, token: string, socketId: string, channel: string): Promise<string> {
  const response = await fetch(new URL("/v1/live/auth", plan.gatewayUrl), {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ socket_id: socketId, channel_name: channel }),
  });
  if (!response.ok) throw new Error(`the channel was refused: ${response.status} ${await response.text()}`);
  return z.object({ auth: z.string() }).parse(await response.json()).auth;
}

/** What one customer hears, judged. */
function listener(outcome: CustomersOutcome): (data: string) => void {
  let lastSeq = -1;
  let lastAt = 0;
  return (data) => {
    const now = Date.now();
    const { recordedAt, seq } = riderLocationSchema.parse(JSON.parse(data));
    outcome.delays.push(now - Date.parse(recordedAt));
    outcome.heard += 1;
    if (lastSeq === -1) outcome.ordersHeard += 1;
    if (seq <= lastSeq) outcome.outOfOrder += 1;
    if (now - lastAt < TOO_SOON_MS) outcome.tooSoon += 1;
    lastSeq = seq;
    lastAt = now;
  };
}

await main();
