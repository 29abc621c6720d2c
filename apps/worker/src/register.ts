import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "./logger.ts";

/** How often a registered worker says again that it is there: an engine that was replaced learns of it. */
const AGAIN_MS = 60_000;

/**
 * Tells the engine which functions are here, by asking our own door to register (a PUT, as the protocol has it). Tries
 * until it works, then again every minute.
 */
export async function keepRegistered(
  url: string,
  log: Logger,
  signal: AbortSignal,
  onRegistered: () => void,
): Promise<void> {
  let registered = false;
  for (let failures = 0; !signal.aborted;) {
    const refusal = await register(url, signal);
    if (refusal === null) {
      if (!registered) log.info({ url }, "the workflow engine knows the functions");
      registered = true;
      failures = 0;
      onRegistered();
    } else if (!signal.aborted) {
      failures += 1;
      if (failures === 1 || failures % 20 === 0)
        log.warn({ refusal }, "the workflow engine does not take the functions yet");
    }
    const wait = refusal === null ? AGAIN_MS : Math.min(250 * 2 ** Math.min(failures, 5), 5_000);
    await sleep(wait, undefined, { signal }).catch(() => {});
  }
}

/** Null when it worked, else the reason. */
async function register(url: string, signal: AbortSignal): Promise<string | null> {
  try {
    const response = await fetch(url, {
      method: "PUT",
      signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)]),
    });
    const body = await response.text();
    return response.ok ? null : `${response.status} ${body.slice(0, 300)}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
