import { createECDH, randomUUID } from "node:crypto";
import { Agent, createServer } from "node:https";
import type { IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { importJWK, jwtVerify, type JWTPayload } from "jose";
import { pushMessageSchema, type PushMessage } from "@tiffin/domain/wire/push";
import type { PushSenderSettings } from "../push-env.ts";
import { TEST_CERTIFICATE, TEST_CERTIFICATE_KEY } from "./certificate.ts";
import { createReceiver, type PushReceiver } from "./receiver.ts";

/** A message as it came in: decrypted, its signature checked. */
export interface ReceivedPush {
  readonly message: PushMessage;
  readonly ttlSeconds: number;
  readonly urgency: string;
  readonly topic: string;
  readonly vapid: JWTPayload;
}

export interface TestBrowser {
  readonly endpoint: string;
  readonly keys: PushReceiver["keys"];
  readonly received: ReceivedPush[];
}

type Answer = { readonly status: number; readonly headers?: Record<string, string> } | "silence" | "half an answer";

export interface TestPushService {
  readonly origin: string;
  /** Trusts this service's certificate. */
  readonly agent: Agent;
  /** To send with: keys of this test's own. */
  readonly settings: PushSenderSettings;
  /** A new browser that may be pushed to. */
  browser(): TestBrowser;
  /** What it answers to the next messages for a browser, instead of 201. */
  answer(browser: TestBrowser, ...answers: Answer[]): void;
  /** How often it was asked, whatever it answered. */
  asked(browser: TestBrowser): number;
  close(): Promise<void>;
}

/**
 * A push service as RFC 8030 has it, over HTTPS on this machine. It refuses what a real one would: a wrong signature
 * (403), no TTL (400), a topic that is too long (400).
 */
export async function startPushService(): Promise<TestPushService> {
  const vapid = createECDH("prime256v1");
  vapid.generateKeys();
  const browsers = new Map<
    string,
    TestBrowser & { readonly receiver: PushReceiver; asked: number; answers: Answer[] }
  >();

  async function take(incoming: IncomingMessage): Promise<Answer> {
    const browser = browsers.get(incoming.url ?? "");
    if (browser === undefined) return { status: 404 };
    browser.asked += 1;
    const body = await buffer(incoming);
    const { ttl, urgency, topic, authorization, "content-encoding": encoding } = incoming.headers;
    const claims = await checkVapid(authorization ?? "", origin).catch(() => null);
    if (claims === null) return { status: 403 };
    if (ttl === undefined || encoding !== "aes128gcm") return { status: 400 };
    if (!/^[A-Za-z0-9_-]{1,32}$/.test(String(topic))) return { status: 400 };
    const answer = browser.answers.shift() ?? { status: 201 };
    if (typeof answer === "string" || answer.status !== 201) return answer;
    browser.received.push({
      message: pushMessageSchema.parse(JSON.parse(browser.receiver.decrypt(body))),
      ttlSeconds: Number(ttl),
      urgency: String(urgency),
      topic: String(topic),
      vapid: claims,
    });
    return answer;
  }

  const server = createServer({ cert: TEST_CERTIFICATE, key: TEST_CERTIFICATE_KEY }, (incoming, outgoing) => {
    void take(incoming).then((answer) => {
      if (answer === "silence") return;
      if (answer === "half an answer") {
        outgoing.writeHead(201, { "content-length": "10" }).write("half", () => outgoing.destroy());
        return;
      }
      outgoing.writeHead(answer.status, answer.headers ?? {}).end();
    });
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const origin = `https://localhost:${(server.address() as AddressInfo).port}`;
  const agent = new Agent({ ca: TEST_CERTIFICATE });
  const known = (browser: TestBrowser) => {
    const found = browsers.get(new URL(browser.endpoint).pathname);
    if (found === undefined) throw new Error("a browser of another push service");
    return found;
  };
  return {
    origin,
    agent,
    settings: {
      publicKey: vapid.getPublicKey("base64url"),
      privateKey: Buffer.concat([Buffer.alloc(32), vapid.getPrivateKey()])
        .subarray(-32)
        .toString("base64url"),
      subject: "mailto:tests@example.org",
      services: ["localhost"],
    },
    browser() {
      const path = `/push/${randomUUID()}`;
      const receiver = createReceiver();
      const browser = { endpoint: origin + path, keys: receiver.keys, received: [], receiver, asked: 0, answers: [] };
      browsers.set(path, browser);
      return browser;
    },
    answer: (browser, ...answers) => void known(browser).answers.push(...answers),
    asked: (browser) => known(browser).asked,
    close() {
      agent.destroy();
      server.closeAllConnections();
      return new Promise((closed) => server.close(() => closed()));
    },
  };
}

/** `vapid t=<jwt>, k=<public key>` (RFC 8292): signed by that key, for this very push service. */
async function checkVapid(authorization: string, origin: string): Promise<JWTPayload> {
  const [, token = "", key = ""] = /^vapid t=([^,]+), ?k=(.+)$/.exec(authorization) ?? [];
  const point = Buffer.from(key, "base64url");
  const publicKey = await importJWK(
    {
      kty: "EC",
      crv: "P-256",
      x: point.subarray(1, 33).toString("base64url"),
      y: point.subarray(33).toString("base64url"),
    },
    "ES256",
  );
  const { payload } = await jwtVerify(token, publicKey, { audience: origin });
  return payload;
}
