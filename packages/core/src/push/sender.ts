import type { Agent } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import webPush, { WebPushError } from "web-push";
import type { PushSenderSettings } from "./push-env.ts";
import { isPushService } from "./push-service.ts";

export interface PushTarget {
  readonly endpoint: string;
  readonly p256dh: string;
  readonly auth: string;
}
export interface PushOptions {
  /** How long the push service keeps it for a device that is away. */
  readonly ttlSeconds: number;
  readonly urgency: "normal" | "high";
  readonly topic: string;
}

/**
 * - `gone`: the browser is no more (404, 410).
 * - `refused`: this won't be taken however often it is sent. `byKey`: because of our keys, so nothing will be.
 * - `later`: not now; after so long, where the push service says so.
 */
export type Sent =
  | { readonly is: "sent" }
  | { readonly is: "gone" }
  | { readonly is: "refused"; readonly status: number; readonly byKey: boolean }
  | { readonly is: "later"; readonly afterMs: number | null; readonly why: string };

export type PushSender = (target: PushTarget, payload: string, options: PushOptions) => Promise<Sent>;

const TIMEOUT_MS = 8_000;

/** Encrypts (RFC 8291), signs (VAPID, RFC 8292) and hands over to the browser's push service (RFC 8030). Never throws. */
export function createPushSender(settings: PushSenderSettings, agent?: Agent): PushSender {
  const { publicKey, privateKey, subject, services } = settings;
  return async ({ endpoint, p256dh, auth }, payload, { ttlSeconds, urgency, topic }) => {
    if (!isPushService(endpoint, services)) return { is: "gone" };
    const answered = new AbortController();
    const silence = sleep(TIMEOUT_MS, undefined, { signal: answered.signal }).then(() => {
      throw new Error(`no whole answer within ${TIMEOUT_MS} ms`);
    });
    try {
      const sending = webPush.sendNotification({ endpoint, keys: { p256dh, auth } }, payload, {
        vapidDetails: { subject, publicKey, privateKey },
        contentEncoding: "aes128gcm",
        TTL: ttlSeconds,
        urgency,
        topic,
        timeout: TIMEOUT_MS,
        ...(agent === undefined ? {} : { agent }),
      });
      // The library's own time-out counts from byte to byte, and it never ends when a service hangs up in its answer.
      await Promise.race([sending, silence]);
      return { is: "sent" };
    } catch (error) {
      return outcomeOf(error);
    } finally {
      answered.abort();
      silence.catch(() => {});
    }
  };
}

function outcomeOf(error: unknown): Sent {
  if (!(error instanceof WebPushError)) {
    return { is: "later", afterMs: null, why: error instanceof Error ? error.message : String(error) };
  }
  const { statusCode: status, headers } = error;
  if (status === 404 || status === 410) return { is: "gone" };
  if (status === 429 || status >= 500) {
    return { is: "later", afterMs: retryAfterMs(headers["retry-after"]), why: `answered ${status}` };
  }
  return { is: "refused", status, byKey: status === 401 || status === 403 };
}

/** Seconds, or a date. */
function retryAfterMs(header: string | undefined): number | null {
  if (header === undefined) return null;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : null;
}
