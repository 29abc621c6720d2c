import { createWriteStream, mkdirSync } from "node:fs";
import type { WriteStream } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { finished } from "node:stream/promises";
import type { CommandEnv } from "./env.ts";

/** Called wrongly: shown as one line, without a stack trace, and 2 is the exit code. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** A file that can't be read, or says nothing: one line as well, and 1. */
export class InputError extends Error {
  override readonly name = "InputError";
}

/** Files larger than this don't fit in memory several times over. */
const largestFile = 400 * 1024 * 1024;

/** @throws InputError when it can't be read. */
export async function readInput(file: string): Promise<Buffer> {
  try {
    const bytes = await readFile(file);
    if (bytes.length > largestFile) throw new InputError(`${file} is larger than 400 MB: cut it into parts`);
    return bytes;
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`${file} can't be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Writes into the folder of reports and answers the path. */
export async function writeReport(env: CommandEnv, name: string, text: string): Promise<string> {
  const report = openReport(env, name);
  report.add(text);
  return report.close();
}

/** A file in the folder of reports, made with the first text that is added. */
export function openReport(env: CommandEnv, name: string): { add(text: string): void; close(): Promise<string> } {
  const folder = path.resolve(env.TIFFIN_VAR, "imports");
  const file = path.join(folder, name);
  let stream: WriteStream | undefined;
  return {
    add(text) {
      if (stream === undefined) {
        mkdirSync(folder, { recursive: true });
        stream = createWriteStream(file);
      }
      stream.write(text);
    },
    async close() {
      if (stream !== undefined && !stream.writableEnded) {
        stream.end();
        await finished(stream);
      }
      return file;
    },
  };
}

/** How often a line is written where lines can't be written over, in ms. */
const lineEvery = 10_000;
/** What is done sooner needs no progress, in ms. */
const patience = 2_000;

/** One line that is written over on a terminal, and a line now and then elsewhere; nothing for what takes less than 2 s. */
export function progressLine(label: string): { show(text: string): void; clear(): void } {
  const started = Date.now();
  let shown = 0;
  return {
    show(text) {
      const now = Date.now();
      if (now - started < patience || now - shown < (process.stderr.isTTY ? 100 : lineEvery)) return;
      shown = now;
      process.stderr.write(process.stderr.isTTY ? `\r${label} ${text}\u001B[K` : `${label} ${text}\n`);
    },
    clear() {
      if (process.stderr.isTTY && shown > 0) process.stderr.write("\r\u001B[K");
    },
  };
}

/** Runs a command and ends the process with its exit code: expected faults are one line, anything else is shown whole. */
export async function runCommand(command: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await command();
  } catch (error) {
    const expected = error instanceof Error && ["UsageError", "InputError", "ImportError"].includes(error.name);
    console.error(expected ? error.message : error);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}
