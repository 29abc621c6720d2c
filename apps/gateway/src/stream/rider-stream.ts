import { randomBytes } from "node:crypto";
import { STATUS_CODES, type IncomingMessage, type Server } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer, type WebSocket } from "ws";
import { asDomainError, EDGES, toProblem } from "@tiffin/api/errors";
import { DomainError } from "@tiffin/domain/errors";
import type { VerifiedToken } from "@tiffin/core/identity";
import { MAX_PING_BYTES } from "../http/bodies.ts";
import type { Gateway } from "../http/types.ts";
import { attend } from "./attend.ts";
import { CLOSE } from "./close-codes.ts";
import { requireRider } from "./points.ts";

const PATH = "/v1/riders/stream";
const HEARTBEAT_MS = 30_000;
/** A phone has one, and a few more while it changes networks; the oldest gives way. */
const MAX_STREAMS_PER_RIDER = 4;

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
    // The set of clients is kept here, with what else is known of each.
    clientTracking: false,
    // A browser drops the connection when none of the subprotocols that it offered comes back.
    handleProtocols: (offered) => [...offered].find((protocol) => protocol.startsWith("bearer.")) ?? false,
  });
  const streams = new Map<WebSocket, Promise<void>>();
  const streamsOf = new Map<string, WebSocket[]>();

  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on("error", destroy);
    welcome(gateway, request).then(
      (token) =>
        sockets.handleUpgrade(request, socket, head, (ws) => {
          socket.off("error", destroy);
          admit(ws, socket, token);
        }),
      (error: unknown) => refuse(gateway, socket, error),
    );
  });

  function admit(ws: WebSocket, socket: Duplex, token: VerifiedToken): void {
    const ofRider = streamsOf.get(token.sub) ?? [];
    streamsOf.set(token.sub, [...ofRider, ws]);
    if (ofRider.length >= MAX_STREAMS_PER_RIDER) ofRider[0]?.close(CLOSE.replaced, "replaced");
    const done = attend(gateway, { ws, socket }, token);
    streams.set(ws, done);
    void done.then(() => {
      streams.delete(ws);
      const left = streamsOf.get(token.sub)?.filter((other) => other !== ws) ?? [];
      if (left.length === 0) streamsOf.delete(token.sub);
      else streamsOf.set(token.sub, left);
    });
  }

  const heartbeat = setInterval(() => {
    for (const ws of streams.keys()) {
      if (unanswered.has(ws)) ws.terminate();
      else {
        unanswered.add(ws);
        ws.once("pong", heard);
        ws.ping();
      }
    }
  }, HEARTBEAT_MS);

  return {
    async close() {
      clearInterval(heartbeat);
      for (const ws of streams.keys()) ws.close(CLOSE.restarting, "restarting");
      await Promise.all(streams.values());
      sockets.close();
    },
  };
}

/** Who did not answer the last ping: the next one finds the connection dead. */
const unanswered = new WeakSet<WebSocket>();
function heard(this: WebSocket): void {
  unanswered.delete(this);
}

function destroy(this: Duplex): void {
  this.destroy();
}

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
