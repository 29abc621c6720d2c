const everyMs = 30_000;
let lastAt = 0;

/** How far it is: one line that changes on a terminal, a line every half a minute in a log. */
export function progress(line: string): void {
  if (process.stderr.isTTY) {
    process.stderr.write(`\r${line}\u001B[K`);
    return;
  }
  if (line === "" || Date.now() - lastAt < everyMs) return;
  lastAt = Date.now();
  console.error(line);
}
