import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { consoleSms } from "./console.ts";
import { smsContract } from "./sms.contract.ts";
import { webhookSms } from "./webhook.ts";

interface Received {
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** An operator's bridge that answers with these statuses in turn, the last one for ever; 0 never answers. */
async function bridge(...statuses: number[]): Promise<{ url: string; received: Received[] }> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      const status = statuses[Math.min(received.length, statuses.length) - 1] ?? 200;
      if (status !== 0) response.writeHead(status).end();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/sms`, received };
}

const secret = "a secret for tests";
const message = { id: "message-1", to: "+919800000034", text: "123456 is your Tiffin code." };

describe("to the console, in the demo", () => {
  smsContract(() => {
    const lines: string[] = [];
    const sender = consoleSms({ showText: true, log: { info: (_, line) => void lines.push(line) } });
    const received = () =>
      lines.map((line) => {
        const [, to = "", text = ""] = /^SMS to (\+\d+): (.*)$/s.exec(line) ?? [];
        return { to, text };
      });
    return Promise.resolve({ sender, received });
  });
});

describe("to the console, elsewhere", () => {
  test("gives neither the code nor the number away", async () => {
    const lines: string[] = [];
    const sender = consoleSms({
      showText: false,
      log: { info: (facts, line) => void lines.push(JSON.stringify(facts) + line) },
    });
    await sender.send(message);
    expect(lines.join()).toContain("+91…34");
    expect(lines.join()).not.toMatch(/123456|9800000034/);
  });
});

describe("by webhook", () => {
  smsContract(async () => {
    const { url, received } = await bridge(202);
    return {
      sender: webhookSms({ url, secret }),
      received: () => received.map(({ body }) => JSON.parse(body)).map(({ to, text }) => ({ to, text })),
    };
  });

  test("signs what it sends, so that the bridge knows who asks", async () => {
    const { url, received } = await bridge(200);
    await webhookSms({ url, secret }).send(message);
    const [{ headers, body } = { headers: {}, body: "" }] = received;
    const signed = `${String(headers["x-tiffin-timestamp"])}.${body}`;
    expect(headers["x-tiffin-signature"]).toBe(`sha256=${createHmac("sha256", secret).update(signed).digest("hex")}`);
    expect(Math.abs(Number(headers["x-tiffin-timestamp"]) - Date.now() / 1000)).toBeLessThan(60);
  });

  test("tries again under the same id when the bridge stumbles", async () => {
    const { url, received } = await bridge(500, 429, 200);
    await webhookSms({ url, secret, retryDelaysMs: [1, 1] }).send(message);
    expect(received.map(({ headers }) => headers["idempotency-key"])).toEqual(["message-1", "message-1", "message-1"]);
  });

  test("gives up with UNAVAILABLE when the bridge stays away, hangs, or says no", async () => {
    const unavailable = expect.objectContaining({ code: "UNAVAILABLE" });
    const down = await bridge(503);
    const patient = { secret, retryDelaysMs: [1, 1], timeoutMs: 100 };
    await expect(webhookSms({ url: down.url, ...patient }).send(message)).rejects.toEqual(unavailable);
    expect(down.received).toHaveLength(3);
    const hanging = await bridge(0);
    await expect(webhookSms({ url: hanging.url, ...patient }).send(message)).rejects.toEqual(unavailable);
    const strict = await bridge(400);
    await expect(webhookSms({ url: strict.url, ...patient }).send(message)).rejects.toEqual(unavailable);
    expect(strict.received).toHaveLength(1);
    await expect(webhookSms({ url: "http://127.0.0.1:1/", ...patient }).send(message)).rejects.toEqual(unavailable);
  });
});
