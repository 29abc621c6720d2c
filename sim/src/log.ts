/** One line an event, for people; the stack keeps it in life.log. */
export type Log = (line: string) => void;

export function consoleLog(level: string): Log {
  if (level === "silent" || level === "error" || level === "fatal") return () => {};
  return (line) => console.log(`${new Date().toISOString()} ${line}`);
}

/** Says the same thing at most once in a while, and how often it was kept back. */
export function rarely(log: Log, everyMs: number): Log {
  const last = new Map<string, { at: number; kept: number }>();
  return (line) => {
    const now = Date.now();
    const entry = last.get(line);
    if (entry && now - entry.at < everyMs) {
      entry.kept++;
      return;
    }
    log(entry && entry.kept > 0 ? `${line} (and ${entry.kept} times more)` : line);
    last.set(line, { at: now, kept: 0 });
  };
}
