import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";

export const API_KEY = "sk_sandbox_for_tests";
export const WEBHOOK_SECRET = "whsec_sandbox_for_tests";

export type SandboxProcess = {
  url: string;
  child: ChildProcess;
  /** Ends it with the signal; resolves with the exit code, null when the signal killed it. */
  end(signal: NodeJS.Signals): Promise<number | null>;
};

/** The real thing in a process of its own. */
export async function startSandboxProcess(options: {
  store: string;
  webhookUrl?: string;
  port?: number;
}): Promise<SandboxProcess> {
  const child = spawn(process.execPath, ["--import", "tsx", fileURLToPath(new URL("../main.ts", import.meta.url))], {
    env: {
      ...process.env,
      HOST: "127.0.0.1",
      PORT: String(options.port ?? 0),
      SANDBOX_API_KEY: API_KEY,
      SANDBOX_WEBHOOK_SECRET: WEBHOOK_SECRET,
      SANDBOX_STORE: options.store,
      SANDBOX_WEBHOOK_URL: options.webhookUrl ?? "",
      LOG_LEVEL: "info",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exited = once(child, "exit") as Promise<[number | null]>;
  const url = await new Promise<string>((ready, refuse) => {
    let output = "";
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const match = /"url":"([^"]+)"/.exec(output);
      if (match?.[1]) ready(match[1]);
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.once("exit", (code) => refuse(new Error(`the sandbox ended with ${code}: ${output}`)));
  });
  return {
    url,
    child,
    async end(signal) {
      child.kill(signal);
      return (await exited)[0];
    },
  };
}

export type Delivery = { headers: IncomingHttpHeaders; body: string };

/** Takes webhooks and answers each with what `answer` says. */
export async function startReceiver(answer: (delivery: Delivery, count: number) => number = () => 200) {
  const deliveries: Delivery[] = [];
  const waiting: (() => void)[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const delivery = { headers: request.headers, body: Buffer.concat(chunks).toString() };
      deliveries.push(delivery);
      response.writeHead(answer(delivery, deliveries.length)).end();
      for (const wake of waiting.splice(0)) wake();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/webhooks/sandbox`,
    deliveries,
    types: () => deliveries.map(({ body }) => (JSON.parse(body) as { type: string }).type),
    async until(enough: () => boolean): Promise<void> {
      while (!enough()) await new Promise<void>((wake) => waiting.push(wake));
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(done));
    },
  };
}

export type Body = Record<string, unknown>;
export type Reply = { status: number; replayed: boolean; body: Body & { id: string; status: string; code: string } };

/** One call of the API; rejects with a TimeoutError after `within` ms. */
export async function call(
  url: string,
  method: string,
  path: string,
  options: { key?: string; body?: unknown; within?: number; apiKey?: string } = {},
): Promise<Reply> {
  const response = await fetch(url + path, {
    method,
    headers: {
      authorization: `Bearer ${options.apiKey ?? API_KEY}`,
      "content-type": "application/json",
      ...(options.key ? { "idempotency-key": options.key } : {}),
    },
    ...(options.body === undefined
      ? {}
      : { body: typeof options.body === "string" ? options.body : JSON.stringify(options.body) }),
    signal: AbortSignal.timeout(options.within ?? 20_000),
  });
  const text = await response.text();
  return {
    status: response.status,
    replayed: response.headers.get("idempotency-replayed") === "true",
    body: (text ? JSON.parse(text) : {}) as Reply["body"],
  };
}

export const card = (token: string, more: Body = {}): Body => ({
  reference: "order-1",
  amount: 25_000,
  currency: "INR",
  method: { type: token.startsWith("vpa") ? "upi" : "card", token },
  ...more,
});
