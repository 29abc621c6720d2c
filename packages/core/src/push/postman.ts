import { setTimeout as sleep } from "node:timers/promises";
import { createHandover, type DeliveryServices } from "./handover.ts";

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
  const wake = () => {
    woken = true;
    pause.abort();
  };
  const handover = createHandover(services, () => new Date(), wake, onError);
  const work = async () => {
    while (!stopped) {
      woken = false;
      try {
        if ((await handover.begin()) === 0) await wait(LOOK_EVERY_MS);
      } catch (error) {
        onError(error);
        await wait(5 * LOOK_EVERY_MS);
      }
    }
  };
  const done = work();
  return {
    wake,
    async stop() {
      stopped = true;
      pause.abort();
      await done;
      await handover.finish();
    },
  };
}
