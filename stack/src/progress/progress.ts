/** Tells a person how far the start has come: a live line on a terminal, plain lines everywhere else. */
export type Progress = {
  /** One step with its elapsed time; answers what the work answers. */
  step<T>(title: string, work: (note: (text: string) => void) => Promise<T>): Promise<T>;
  /** A line of its own. */
  line: (text: string) => void;
  /** Ends the live line. */
  end: () => void;
};

export type Output = { write(text: string): unknown; isTTY?: boolean; columns?: number };

const quietFor = 2000;
const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

export function createProgress(output: Output): Progress {
  const startedAt = Date.now();
  const active = new Map<symbol, { title: string; since: number }>();
  const isLive = output.isTTY === true;
  let frame = 0;

  const wipe = () => isLive && output.write("\r\u001B[2K");
  const draw = () => {
    if (!isLive || active.size === 0) return;
    frame += 1;
    const running = [...active.values()].map(({ title, since }) => `${title} ${seconds(since)}`).join(" · ");
    const text = `  ${frames[frame % frames.length]} ${running}`;
    output.write(`\r\u001B[2K${text.slice(0, (output.columns ?? 80) - 1)}`);
  };
  const timer = isLive ? setInterval(draw, 120) : undefined;
  timer?.unref();

  const line = (text: string) => {
    wipe();
    output.write(`${text}\n`);
    draw();
  };

  return {
    line,
    async step(title, work) {
      const key = Symbol(title);
      const since = Date.now();
      active.set(key, { title, since });
      // Without a terminal, a step that takes long says so, and says again that it lives.
      let told = 0;
      const tell = isLive
        ? undefined
        : setInterval(() => {
            const elapsed = Date.now() - since;
            if (elapsed < quietFor || (told > 0 && elapsed < told + 15_000)) return;
            line(`  … ${title}${told > 0 ? ` (${seconds(since)})` : ""}`);
            told = elapsed;
          }, 500);
      let remark = "";
      try {
        const result = await work((text) => {
          remark = text;
        });
        active.delete(key);
        line(`  ✓ ${title.padEnd(34)} ${seconds(since).padStart(7)}  ${remark}`.trimEnd());
        return result;
      } catch (error) {
        active.delete(key);
        line(`  ✗ ${title.padEnd(34)} ${seconds(since).padStart(7)}`);
        throw error;
      } finally {
        clearInterval(tell);
      }
    },
    end() {
      clearInterval(timer);
      active.clear();
      wipe();
    },
  };

  function seconds(since: number = startedAt): string {
    return `${((Date.now() - since) / 1000).toFixed(1)} s`;
  }
}
