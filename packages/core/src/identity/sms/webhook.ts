import { createHmac } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { DomainError } from "@tiffin/domain/errors";
import type { SmsSender } from "./port.ts";

export interface WebhookSmsOptions {
  readonly url: string;
  readonly secret: string;
  readonly timeoutMs?: number;
  /** Waits before the second, third, … try. */
  readonly retryDelaysMs?: readonly number[];
}

/**
 * Hands messages to an operator's own bridge to an SMS provider: `POST {id, to, text}` as JSON, with
 * `x-tiffin-timestamp` (seconds) and `x-tiffin-signature: sha256=<hex HMAC of "<timestamp>.<body>">`.
 * Any 2xx takes the message. A broken connection, a time-out, 429 and 5xx are tried again under the same id; another
 * status is final.
 */
export function webhookSms(options: WebhookSmsOptions): SmsSender {
  const { url, secret, timeoutMs = 5_000, retryDelaysMs = [300, 1_500] } = options;

  async function attempt(body: string, id: string): Promise<{ taken: boolean; final: boolean; why: string }> {
    const timestamp = String(Math.floor(Date.now() / 1000));
    const signature = createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex");
    try {
      const response = await fetch(url, {
        method: "POST",
        body,
        redirect: "error",
        signal: AbortSignal.timeout(timeoutMs),
        headers: {
          "content-type": "application/json",
          "idempotency-key": id,
          "x-tiffin-timestamp": timestamp,
          "x-tiffin-signature": `sha256=${signature}`,
        },
      });
      await response.body?.cancel();
      const final = response.status < 500 && response.status !== 429;
      return { taken: response.ok, final, why: `it answered ${response.status}` };
    } catch (error) {
      return { taken: false, final: false, why: error instanceof Error ? error.message : String(error) };
    }
  }

  return {
    async send({ id, to, text }) {
      const body = JSON.stringify({ id, to, text });
      let outcome = await attempt(body, id);
      for (const delay of retryDelaysMs) {
        if (outcome.taken || outcome.final) break;
        await sleep(delay);
        outcome = await attempt(body, id);
      }
      if (outcome.taken) return;
      throw new DomainError("UNAVAILABLE", "The code could not be sent just now. Please try again.", {
        retryAfterSeconds: 30,
        cause: new Error(`the SMS webhook did not take the message: ${outcome.why}`),
      });
    },
  };
}
