const everyMs = 5_000;

/**
 * Tells a person how far it is: one line that changes on a terminal, a line every few seconds in a log. On stderr.
 * Whoever says that goes on is told when it must not: both throw once the benchmark is broken off.
 */
export interface Progress {
  /** A line that stays. */
  say(line: string): void;
  /** `done` of `total`; says the rate, and how long the rest will take. Starts anew with another `what`. */
  count(what: string, done: number, total: number): void;
}

export function createProgress(signal: AbortSignal, output: NodeJS.WriteStream = process.stderr): Progress {
  const beganAt = Date.now();
  let current = "";
  let since = 0;
  let lastAt = 0;
  let isOpen = false;
  const stamp = () => `${String(Math.round((Date.now() - beganAt) / 1_000)).padStart(4)} s  `;
  return {
    say(line) {
      signal.throwIfAborted();
      output.write(`${isOpen ? "\r\u001B[K" : ""}${stamp()}${line}\n`);
      isOpen = false;
    },
    count(what, done, total) {
      signal.throwIfAborted();
      const now = Date.now();
      if (what !== current) {
        current = what;
        since = now;
        lastAt = now;
      }
      const isDone = done >= total;
      if (!isDone && now - lastAt < (output.isTTY ? 250 : everyMs)) return;
      lastAt = now;
      const seconds = Math.max(0.001, (now - since) / 1_000);
      const rate = done / seconds;
      const rest = isDone ? `${seconds.toFixed(1)} s` : `${Math.ceil((total - done) / Math.max(rate, 0.001))} s left`;
      const line = `${stamp()}${whole(done)} of ${whole(total)} ${what}, ${whole(rate)}/s, ${rest}`;
      if (output.isTTY && !isDone) {
        output.write(`\r${line}\u001B[K`);
        isOpen = true;
        return;
      }
      output.write(`${isOpen ? "\r\u001B[K" : ""}${line}\n`);
      isOpen = false;
      if (isDone) current = "";
    },
  };
}

function whole(value: number): string {
  return Math.round(value).toLocaleString("en");
}
