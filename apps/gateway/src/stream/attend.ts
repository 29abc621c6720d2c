import { randomBytes } from "node:crypto";
import type { Duplex } from "node:stream";
import type { RawData, WebSocket } from "ws";
import { asDomainError, toProblem } from "@tiffin/api/errors";
import { ACCESS_TOKEN_SECONDS, type VerifiedToken } from "@tiffin/core/identity";
import { DomainError } from "@tiffin/domain/errors";
import { MAX_PINGS_PER_BATCH, type PingAnswer } from "@tiffin/domain/wire/riders";
import type { Gateway } from "../http/types.ts";
import { CLOSE } from "./close-codes.ts";
import { pointsOf } from "./points.ts";
import { answerFrame, textFrame } from "./text-frame.ts";

/** Frames of one connection that wait for their turn before its socket is no longer read. */
const MAX_WAITING = 32;
/** Messages in a row of which nothing could be taken (rubbish, no points or too many), after which the connection ends. */
const MAX_USELESS = 100;
/** Answers that a rider has not fetched. */
const MAX_UNREAD_BYTES = 1024 * 1024;

const NO_POINTS: readonly unknown[] = [];

/**
 * Serves one connection; resolves when it is closed and what it sent is dealt with. Every message goes through the ingest,
 * also one that can't be read: that keeps the answers in order without a queue for each of tens of thousands.
 */
export function attend(
  gateway: Gateway,
  { ws, socket }: { readonly ws: WebSocket; readonly socket: Duplex },
  token: VerifiedToken,
): Promise<void> {
  const { metrics, services } = gateway;
  metrics.streams.inc();
  const riderId = token.sub;
  // A ticket lives for a minute, to be used at once; the stream that it opened lives as long as an access token.
  const lifetime =
    token.scope === "stream" ? ACCESS_TOKEN_SECONDS * 1000 : Math.max(0, token.expiresAt.getTime() - Date.now());
  const expiry = setTimeout(() => ws.close(CLOSE.tokenExpired, "token expired"), lifetime);
  let waiting = 0;
  let useless = 0;
  let onDrained: (() => void) | null = null;

  function answer(frame: Buffer): void {
    // Once the end was said, nothing may follow; what is not answered the phone sends again.
    if (ws.readyState !== ws.OPEN) return;
    if (socket.writableLength > MAX_UNREAD_BYTES) ws.close(CLOSE.tooSlow, "too slow");
    else socket.write(frame);
  }

  function finish(): void {
    waiting -= 1;
    if (ws.isPaused && waiting < (services.location.isBehind ? 1 : MAX_WAITING / 2)) ws.resume();
    if (waiting === 0) onDrained?.();
  }

  function settle(outcome: PingAnswer | DomainError): void {
    answer(outcome instanceof DomainError ? textFrame(problemOf(gateway, outcome)) : answerFrame(outcome));
    finish();
    if (useless > MAX_USELESS) ws.close(CLOSE.nothingUseful, "nothing useful");
  }

  // Oversized frames and broken framing: ws closes the connection with the right code by itself.
  ws.on("error", () => {});
  ws.on("message", (data, isBinary) => {
    waiting += 1;
    if (waiting >= MAX_WAITING || services.location.isBehind) ws.pause();
    const now = Date.now();
    let points = NO_POINTS;
    let refusal: DomainError | undefined;
    try {
      points = pointsOf(parse(data, isBinary));
    } catch (error) {
      refusal = asDomainError(error);
    }
    useless = points.length === 0 || points.length > MAX_PINGS_PER_BATCH ? useless + 1 : 0;
    services.location.take({ riderId, points, refusal, now, settle });
  });
  return new Promise((resolve) => {
    ws.on("close", (code) => {
      clearTimeout(expiry);
      metrics.streams.dec();
      metrics.streamsClosed.inc({ code: String(code) });
      if (waiting === 0) resolve();
      else onDrained = resolve;
    });
  });
}

function problemOf({ log }: Gateway, error: unknown): string {
  const refusal = asDomainError(error);
  const traceId = randomBytes(16).toString("hex");
  if (refusal.code === "INTERNAL") log.error({ traceId, err: refusal.cause }, "unexpected error in a stream");
  return JSON.stringify({ error: toProblem(refusal, traceId), retryAfterSeconds: refusal.retryAfterSeconds });
}

/** @throws DomainError VALIDATION_FAILED */
function parse(data: RawData, isBinary: boolean): unknown {
  if (isBinary) throw new DomainError("VALIDATION_FAILED", "Send text frames with JSON.");
  try {
    // ws gives Buffers unless it is told otherwise.
    return JSON.parse((data as Buffer).toString());
  } catch (cause) {
    throw new DomainError("VALIDATION_FAILED", "The message can't be read as JSON.", { cause });
  }
}
