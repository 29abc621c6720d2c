import { setTimeout as sleep } from "node:timers/promises";
import { deliverDue, type DeliveryServices } from "./deliver-due.ts";

/** How soon a process notices what another one has written, and what is due again. */
const LOOK_EVERY_MS = 1_000;

export interface Postman {
  /** Something was just written. */
  wake(): void;
  /** Lets what is under way finish. */
  stop(): Promise<void>;
}

/** Sends whatever is due, in any number of processes at once. */
export function startPostman(services: DeliveryServices, onError: (error: unknown) => void): Postman {
  let stopped = false;
  let woken = false;
  let pause = new AbortController();
  const wait = async (ms: number) => {
    if (woken || stopped) return;
    pause = new AbortController();
    await sleep(ms, undefined, { signal: pause.signal }).catch(() => {});
  };
  const work = async () => {
    while (!stopped) {
      woken = false;
      try {
        const taken = await deliverDue(services, () => new Date());
        if (taken === 0) await wait(LOOK_EVERY_MS);
      } catch (error) {
        onError(error);
        await wait(5 * LOOK_EVERY_MS);
      }
    }
  };
  const done = work();
  return {
    wake() {
      woken = true;
      pause.abort();
    },
    async stop() {
      stopped = true;
      pause.abort();
      await done;
    },
  };
}
