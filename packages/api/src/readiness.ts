import type { Services } from "./services.ts";

export interface DependencyState {
  readonly ok: boolean;
  /** Without it nothing works; the others are missed by some of the calls only. */
  readonly required: boolean;
  readonly milliseconds: number;
  readonly problem?: string;
}

const PATIENCE_MS = 1_500;

/** Asks everything that the services stand on whether it answers. */
export async function checkDependencies({ db, redis, config }: Services): Promise<Record<string, DependencyState>> {
  const { host, port, tls } = config.live.inner;
  const [postgres, cache, live] = await Promise.all([
    check(true, async () => db.$client`select 1`),
    check(true, () => redis.ping()),
    check(false, async (signal) => {
      const response = await fetch(`${tls ? "https" : "http"}://${host}:${port}/`, { signal });
      await response.body?.cancel();
    }),
  ]);
  return { postgres, redis: cache, live };
}

async function check(required: boolean, ask: (signal: AbortSignal) => Promise<unknown>): Promise<DependencyState> {
  const startedAt = performance.now();
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const elapsed = () => Math.round(performance.now() - startedAt);
  try {
    await Promise.race([ask(signal), rejectOn(signal)]);
    return { ok: true, required, milliseconds: elapsed() };
  } catch {
    // What it says may hold addresses and names: those are in the log, not on a public page.
    return { ok: false, required, milliseconds: elapsed(), problem: signal.aborted ? "no answer" : "not reachable" };
  }
}

function rejectOn(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(new Error("no answer")), { once: true });
  });
}
