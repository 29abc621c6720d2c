import { randomBytes } from "node:crypto";
import { STATUS_CODES, type IncomingMessage, type Server } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer, type RawData, type WebSocket } from "ws";
import { asDomainError, EDGES, toProblem } from "@tiffin/api/errors";
import { DomainError } from "@tiffin/domain/errors";
import { ACCESS_TOKEN_SECONDS, type VerifiedToken } from "@tiffin/core/identity";
import { MAX_PING_BYTES } from "../http/bodies.ts";
import type { Gateway } from "../http/types.ts";
import { pointsOf, requireRider, takePoints } from "./points.ts";

const PATH = "/v1/riders/stream";
const HEARTBEAT_MS = 30_000;
/** Frames of one connection that wait for their turn before its socket is no longer read. */
const MAX_WAITING = 32;
/** A phone has one, and a few more while it changes networks; the oldest gives way. */
const MAX_STREAMS_PER_RIDER = 4;
const CLOSE_TOKEN_EXPIRED = 4401;
const CLOSE_REPLACED = 4409;
const CLOSE_RESTARTING = 1012;

export interface RiderStreams {
  /** Tells every rider to connect again elsewhere, once what they sent is answered. */
  close(): Promise<void>;
}

/**
 * `WS /v1/riders/stream`: a rider's points over one connection, each message answered in order by what was taken.
 * The token is the subprotocol `bearer.<JWT>`, because a browser can't set headers on a WebSocket. A message that is
 * no good is answered by a problem and the connection goes on.
 */
export function serveRiderStreams(gateway: Gateway, server: Server): RiderStreams {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_PING_BYTES,
    perMessageDeflate: false,
    // A browser drops the connection when none of the subprotocols that it offered comes back.
    handleProtocols: (offered) => [...offered].find((protocol) => protocol.startsWith("bearer.")) ?? false,
  });
  const draining = new Set<Promise<void>>();
  const streamsOf = new Map<string, Set<WebSocket>>();

  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on("error", () => socket.destroy());
    welcome(gateway, request).then(
      (token) =>
        sockets.handleUpgrade(request, socket, head, (ws) => {
          const streams = streamsOf.get(token.sub) ?? new Set();
          streamsOf.set(token.sub, streams.add(ws));
          if (streams.size > MAX_STREAMS_PER_RIDER) [...streams][0]?.close(CLOSE_REPLACED, "replaced");
          const done = attend(gateway, ws, token);
          draining.add(done);
          void done.finally(() => {
            draining.delete(done);
            streams.delete(ws);
            if (streams.size === 0) streamsOf.delete(token.sub);
          });
        }),
      (error: unknown) => refuse(gateway, socket, error),
    );
  });

  const heartbeat = setInterval(() => {
    for (const ws of sockets.clients) {
      if (unanswered.has(ws)) ws.terminate();
      else {
        unanswered.add(ws);
        ws.ping();
      }
    }
  }, HEARTBEAT_MS);

  return {
    async close() {
      clearInterval(heartbeat);
      for (const ws of sockets.clients) ws.close(CLOSE_RESTARTING, "restarting");
      await Promise.all(draining);
      sockets.close();
    },
  };
}

/** Who did not answer the last ping: the next one finds the connection dead. */
const unanswered = new WeakSet<WebSocket>();

/** @throws DomainError when the request may not become a stream. */
async function welcome(gateway: Gateway, request: IncomingMessage): Promise<VerifiedToken> {
  if (new URL(request.url ?? "/", "http://gateway").pathname !== PATH) {
    throw new DomainError("NOT_FOUND", `There is one stream here: ${PATH}.`);
  }
  if (gateway.isDraining()) {
    throw new DomainError("UNAVAILABLE", "This server is restarting.", { retryAfterSeconds: 1 });
  }
  const token = tokenOf(request);
  if (token === undefined) {
    throw new DomainError("UNAUTHENTICATED", "Offer the subprotocol bearer.<access token or stream ticket>.");
  }
  const verified = await gateway.services.accessTokens.verify(token, new Date());
  requireRider(verified);
  return verified;
}

function tokenOf(request: IncomingMessage): string | undefined {
  const offered = (request.headers["sec-websocket-protocol"] ?? "").split(",").map((protocol) => protocol.trim());
  const bearer = offered.find((protocol) => protocol.startsWith("bearer."))?.slice("bearer.".length);
  return bearer ?? /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? "")?.[1];
}

function refuse({ log }: Gateway, socket: Duplex, error: unknown): void {
  const refusal = asDomainError(error);
  const traceId = randomBytes(16).toString("hex");
  if (refusal.code === "INTERNAL") log.error({ traceId, err: refusal.cause }, "unexpected error at a stream's door");
  const { status } = EDGES[refusal.code];
  const body = JSON.stringify(toProblem(refusal, traceId));
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n` +
      "content-type: application/problem+json\r\n" +
      `content-length: ${Buffer.byteLength(body)}\r\n` +
      `${status === 503 ? `retry-after: ${refusal.retryAfterSeconds ?? 5}\r\n` : ""}connection: close\r\n\r\n${body}`,
  );
}

/** Serves one connection; resolves when it is closed and what it sent is dealt with. */
function attend(gateway: Gateway, ws: WebSocket, token: VerifiedToken): Promise<void> {
  const { metrics } = gateway;
  metrics.streams.inc();
  // A ticket lives for a minute, to be used at once; the stream that it opened lives as long as an access token.
  const lifetime =
    token.scope === "stream" ? ACCESS_TOKEN_SECONDS * 1000 : Math.max(0, token.expiresAt.getTime() - Date.now());
  const expiry = setTimeout(() => ws.close(CLOSE_TOKEN_EXPIRED, "token expired"), lifetime);
  let waiting = 0;
  let turn: Promise<void> = Promise.resolve();

  ws.on("pong", () => unanswered.delete(ws));
  // Oversized frames and broken framing: ws closes the connection with the right code by itself.
  ws.on("error", () => {});
  ws.on("message", (data, isBinary) => {
    waiting += 1;
    if (waiting >= MAX_WAITING) ws.pause();
    turn = turn.then(async () => {
      const answer = await answerTo(gateway, token.sub, data, isBinary);
      if (ws.readyState === ws.OPEN || ws.readyState === ws.CLOSING) ws.send(JSON.stringify(answer), () => {});
      waiting -= 1;
      if (waiting < MAX_WAITING / 2 && ws.isPaused) ws.resume();
    });
  });
  return new Promise((resolve) => {
    ws.on("close", () => {
      clearTimeout(expiry);
      metrics.streams.dec();
      void turn.then(resolve);
    });
  });
}

async function answerTo(gateway: Gateway, riderId: string, data: RawData, isBinary: boolean): Promise<unknown> {
  try {
    if (isBinary) throw new DomainError("VALIDATION_FAILED", "Send text frames with JSON.");
    return await takePoints(gateway, riderId, pointsOf(parse(data)), new Date());
  } catch (error) {
    const refusal = asDomainError(error);
    const traceId = randomBytes(16).toString("hex");
    if (refusal.code === "INTERNAL") gateway.log.error({ traceId, err: refusal.cause }, "unexpected error in a stream");
    return { error: toProblem(refusal, traceId), retryAfterSeconds: refusal.retryAfterSeconds };
  }
}

function parse(data: RawData): unknown {
  try {
    return JSON.parse(textOf(data));
  } catch (cause) {
    throw new DomainError("VALIDATION_FAILED", "The message can't be read as JSON.", { cause });
  }
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString();
  return Buffer.isBuffer(data) ? data.toString() : Buffer.from(data).toString();
}
