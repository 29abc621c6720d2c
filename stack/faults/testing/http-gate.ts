import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A call that came to a gate. */
export interface GateCall {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Hold {
  /** Resolves with the call that is held, once it is. */
  readonly reached: Promise<GateCall>;
  /** Lets it go on, also when whoever sent it is dead meanwhile. */
  release(): void;
  /** It never arrives: the connection breaks. */
  lose(): void;
}

/**
 * A gate on the way from one process to another: what comes is passed on, unless a test holds it. Held before it is
 * passed on, the other side never hears of it (a time-out before acting); held on its way back, the other side has acted
 * and nobody learns of it (a time-out after acting).
 */
export interface HttpGate {
  readonly url: string;
  /** Everything that came, oldest first. */
  readonly calls: readonly GateCall[];
  /** Holds the next call that matches, and no other. */
  hold(at: "request" | "answer", matches: Matches): Hold;
  /** What matches is answered so and never passed on: whoever sent it believes that it arrived. Until the function returned is called. */
  swallow(matches: (call: GateCall) => boolean, answer: (call: GateCall) => unknown): () => void;
  /** Nothing is held any more. */
  open(): void;
  close(): Promise<void>;
}

type Matches = (call: GateCall) => boolean | Promise<boolean>;

interface Waiting {
  readonly at: "request" | "answer";
  readonly matches: Matches;
  readonly reach: (call: GateCall) => void;
  readonly isReleased: Promise<boolean>;
  readonly end: (isReleased: boolean) => void;
}

/** `target` is asked anew for each call: the process behind it may have moved. */
export async function openGate(target: () => string): Promise<HttpGate> {
  const calls: GateCall[] = [];
  const waiting = new Set<Waiting>();
  const holds = new Set<Waiting>();
  const swallows = new Set<{ matches: (call: GateCall) => boolean; answer: (call: GateCall) => unknown }>();

  async function pauseAt(at: "request" | "answer", call: GateCall): Promise<void> {
    for (const hold of waiting) {
      if (hold.at !== at || !(await hold.matches(call)) || !waiting.delete(hold)) continue;
      hold.reach(call);
      if (!(await hold.isReleased)) throw new Error("lost on the way");
      return;
    }
  }

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const call: GateCall = {
      method: request.method ?? "GET",
      path: request.url ?? "/",
      headers: withoutHopHeaders(Object.entries(request.headers)),
      body: Buffer.concat(chunks).toString(),
    };
    calls.push(call);
    for (const { matches, answer } of swallows) {
      if (!matches(call)) continue;
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer(call)));
      return;
    }
    await pauseAt("request", call);
    const answer = await fetch(new URL(call.path, target()), {
      method: call.method,
      headers: call.headers,
      ...(call.body === "" ? {} : { body: call.body }),
      redirect: "manual",
    });
    const body = Buffer.from(await answer.arrayBuffer());
    await pauseAt("answer", call);
    response.writeHead(answer.status, withoutHopHeaders([...answer.headers])).end(body);
  }

  const server = createServer((request, response) => {
    // Lost on the way, or the process behind it is gone: whoever asked sees its connection break.
    pass(request, response).catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  const open = () => {
    for (const hold of holds) hold.end(true);
    holds.clear();
    waiting.clear();
    swallows.clear();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    hold(at, matches) {
      let reach: (call: GateCall) => void = () => undefined;
      let end: (isReleased: boolean) => void = () => undefined;
      const reached = new Promise<GateCall>((resolve) => (reach = resolve));
      const isReleased = new Promise<boolean>((resolve) => (end = resolve));
      const hold: Waiting = { at, matches, reach, isReleased, end };
      waiting.add(hold);
      holds.add(hold);
      return { reached, release: () => end(true), lose: () => end(false) };
    },
    swallow(matches, answer) {
      const swallowing = { matches, answer };
      swallows.add(swallowing);
      return () => void swallows.delete(swallowing);
    },
    open,
    async close() {
      open();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

/** What belongs to one connection, or is no longer true of a body that was read and written anew. */
const HOP_HEADERS = new Set([
  "host",
  "connection",
  "keep-alive",
  "transfer-encoding",
  "content-length",
  "content-encoding",
  "accept-encoding",
  "expect",
]);

function withoutHopHeaders(headers: [string, string | string[] | undefined][]): Record<string, string> {
  return Object.fromEntries(
    headers.flatMap(([name, value]) =>
      value === undefined || HOP_HEADERS.has(name.toLowerCase()) ? [] : [[name, String(value)]],
    ),
  );
}
