import type { RebuildProgress } from "@tiffin/core/search";

/** How often where nobody watches: a line in a log. */
const LOG_EVERY_MS = 10_000;

/** How far a rebuild is, how fast, and how long it still takes: one line written over, in a log one now and then. */
export function rebuildLine(): { show(progress: RebuildProgress): void; clear(): void; seconds(): number } {
  const began = Date.now();
  const isTerminal = process.stderr.isTTY;
  let logged = began;
  const seconds = () => (Date.now() - began) / 1_000;
  return {
    seconds,
    show(progress) {
      const text = describeProgress(progress, seconds());
      if (isTerminal) {
        process.stderr.write(`\r${text}\u001B[K`);
      } else if (Date.now() - logged >= LOG_EVERY_MS) {
        logged = Date.now();
        process.stderr.write(`${text}\n`);
      }
    },
    clear() {
      if (isTerminal) process.stderr.write("\r\u001B[K");
    },
  };
}

export function describeProgress({ indexed, refused, resumedAt, total }: RebuildProgress, seconds: number): string {
  const done = indexed + refused;
  const rate = (done - resumedAt) / Math.max(seconds, 0.001);
  const left = rate > 0 ? Math.max(0, total - done) / rate : Infinity;
  const time = left < 90 ? `${Math.ceil(left)} s` : `${Math.ceil(left / 60)} min`;
  return `Indexing ${done.toLocaleString("en")} of ${total.toLocaleString("en")}, ${Math.round(rate).toLocaleString("en")}/s, ${Number.isFinite(left) ? `${time} left` : "just begun"}`;
}
