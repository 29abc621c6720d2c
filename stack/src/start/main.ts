import { describe } from "../failure.ts";
import { createProgress } from "../progress/progress.ts";
import { detach, tellParent } from "./detach.ts";
import { readOptions, type StartOptions, usage } from "./options.ts";
import { runStack } from "./run-stack.ts";

/** `npm start`. Resolves with the exit code. */
export async function main(args: string[]): Promise<number> {
  // A terminal that closes, or `| head`, ends the reading and not the stack.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  let options: StartOptions;
  try {
    options = readOptions(args);
  } catch (error) {
    console.error(describe(error));
    return 1;
  }
  if (options.help) {
    console.log(usage);
    return 0;
  }
  return options.detach ? await detach(args) : await foreground(options);
}

class Interrupted extends Error {}

async function foreground(options: StartOptions): Promise<number> {
  const parent = tellParent();
  const progress = createProgress(parent ?? process.stdout);
  const interrupted = new AbortController();
  let kill: () => void = () => process.exit(1);
  let interruptedAt = 0;
  const interrupt = () => {
    if (interruptedAt === 0) {
      interruptedAt = Date.now();
      interrupted.abort(new Interrupted());
    } else if (Date.now() - interruptedAt > 700) {
      // Sooner it is the same Ctrl-C: the terminal sends it to us, and npm passes it on once more.
      progress.line("  ! Killing what still runs");
      kill();
    }
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, interrupt);
  parent?.onLost(interrupt);

  try {
    const stack = await runStack(options, progress, interrupted.signal);
    kill = stack.kill;
    progress.line(stack.summary);
    if (parent === undefined) progress.line("Ctrl-C stops all of it.");
    else parent.healthy();
    const done = new Promise<void>((resolve) => {
      if (interrupted.signal.aborted) resolve();
      interrupted.signal.addEventListener("abort", () => resolve(), { once: true });
    });
    const awake = setInterval(() => {}, 60_000);
    await done;
    clearInterval(awake);
    await stack.stop();
    return 0;
  } catch (error) {
    progress.end();
    if (error instanceof Interrupted) return 130;
    const text = `\nTiffin did not start: ${describe(error)}`;
    if (parent === undefined) console.error(text);
    else await parent.failed(text);
    return 1;
  } finally {
    progress.end();
  }
}
