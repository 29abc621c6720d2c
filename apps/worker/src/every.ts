/** Runs a job again and again, never twice at once. `stop` waits for the turn under way. */
export function every(
  ms: number,
  job: () => Promise<unknown>,
  onError: (error: unknown) => void,
): { stop(): Promise<void> } {
  let stopped = false;
  let timer: NodeJS.Timeout | null = null;
  let turn: Promise<void> = Promise.resolve();
  const next = () => {
    timer = null;
    turn = job()
      .then(() => {}, onError)
      .then(() => {
        if (!stopped) timer = setTimeout(next, ms);
      });
  };
  next();
  return {
    async stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      await turn;
    },
  };
}
