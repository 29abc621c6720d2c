import { setTimeout as sleep } from "node:timers/promises";
import type { ChangeResult, RetrieveResult } from "./port.ts";

/** A checked 2xx body; a refusal that is final (4xx); or no telling whether it acted. */
export type GatewayAnswer<T> = { readonly kind: "ok"; readonly body: T } | Refused | Unknown;

export interface Refused {
  readonly kind: "refused";
  readonly status: number;
  readonly code: string;
  readonly detail: string;
}

export interface Unknown {
  readonly kind: "unknown";
  readonly reason: string;
  readonly timedOut: boolean;
}

/** Statuses that say nothing about whether the call will act if it comes again. */
const RETRYABLE = new Set([408, 425, 429]);

/** Whether an answer of this status, which is no success, leaves open what was done. Redirects are not followed. */
export const isOpen = (status: number): boolean => status < 400 || status >= 500 || RETRYABLE.has(status);

/** A key of ours that the gateway doesn't take (any more) says nothing of the charge. */
export const isNotLetIn = (status: number): boolean => status === 401 || status === 403;

export const statusUnknown = (status: number): Unknown => ({
  kind: "unknown",
  reason: `the gateway answered ${status}`,
  timedOut: false,
});

export const unreadable: Unknown = {
  kind: "unknown",
  reason: "the gateway's answer could not be read",
  timedOut: false,
};

export const silence = (timedOut: boolean): Unknown => ({
  kind: "unknown",
  reason: timedOut ? "the gateway did not answer in time" : "no connection",
  timedOut,
});

const RETRY_AFTER_MS = 150;

/**
 * One repeat, under the same key, makes a hiccup invisible. A time-out is not repeated: somebody is waiting, and the
 * reconciler asks what came of it.
 */
export async function askTwice<T, R extends GatewayAnswer<T>>(once: () => Promise<R>): Promise<R> {
  const answer = await once();
  if (answer.kind !== "unknown" || answer.timedOut) return answer;
  await sleep(RETRY_AFTER_MS);
  return once();
}

/** Only a plain 404 means that there is no such charge: a wrong key of ours must not look like "never charged". */
export function notFoundOrUnknown(answer: Refused | Unknown): RetrieveResult {
  if (answer.kind === "unknown") return { kind: "unknown", reason: answer.reason };
  return answer.status === 404
    ? { kind: "notFound" }
    : { kind: "unknown", reason: `the gateway refused to say: ${answer.code}` };
}

/** Why a charge was not made, as it stands in `payments.decline_code`. */
export const declineCode = ({ status, code }: Refused): string => (isNotLetIn(status) ? "gateway_key_refused" : code);

/** What became of a change that was not made: refused for good, or to be asked again. */
export function refusedOrUnknown(answer: Refused | Unknown): ChangeResult {
  if (answer.kind === "unknown") return { kind: "unknown", reason: answer.reason };
  if (isNotLetIn(answer.status)) return { kind: "unknown", reason: `the gateway does not let us in: ${answer.code}` };
  return { kind: "refused", code: answer.code, detail: answer.detail };
}
