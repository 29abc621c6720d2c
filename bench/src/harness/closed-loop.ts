/**
 * `clients` at once do `act` again and again, each as soon as its last one is done, for that long. Returns how long each
 * took in milliseconds (as `act` says), and over how many seconds.
 */
export async function closedLoop(
  clients: number,
  seconds: number,
  act: () => Promise<number>,
): Promise<{ durations: number[]; seconds: number }> {
  const durations: number[] = [];
  const startedAt = performance.now();
  const until = startedAt + seconds * 1_000;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (performance.now() < until) durations.push(await act());
    }),
  );
  return { durations, seconds: (performance.now() - startedAt) / 1_000 };
}

/** How long something took, in milliseconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
