import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import type { CommandEnv } from "./env.ts";

/** Something the person at the terminal can put right: shown as one line, without a stack trace. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Files larger than this don't fit in memory several times over. */
const largestFile = 400 * 1024 * 1024;

/** @throws UsageError when it can't be read. */
export async function readInput(file: string): Promise<Buffer> {
  try {
    const bytes = await readFile(file);
    if (bytes.length > largestFile) throw new UsageError(`${file} is larger than 400 MB: cut it into parts`);
    return bytes;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${file} can't be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Writes into the folder of reports and answers the path. */
export async function writeReport(env: CommandEnv, name: string, text: string): Promise<string> {
  const folder = path.resolve(env.TIFFIN_VAR, "imports");
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, name);
  await writeFile(file, text);
  return file;
}

/** One line that is written over on a terminal, and left out elsewhere. */
export function progressLine(label: string): { show(done: number, total: number): void; clear(): void } {
  let shown = 0;
  return {
    show(done, total) {
      if (!process.stderr.isTTY || Date.now() - shown < 100) return;
      shown = Date.now();
      process.stderr.write(`\r${label} ${done.toLocaleString("en")} of ${total.toLocaleString("en")}\u001B[K`);
    },
    clear() {
      if (process.stderr.isTTY && shown > 0) process.stderr.write("\r\u001B[K");
    },
  };
}

/** Runs a command and ends the process with its exit code: faults of usage are one line, anything else is shown whole. */
export async function runCommand(command: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await command();
  } catch (error) {
    const expected = error instanceof Error && ["UsageError", "ImportError"].includes(error.name);
    console.error(expected ? error.message : error);
    process.exitCode = 1;
  }
}
