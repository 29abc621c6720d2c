import { linkSync, mkdirSync, readFileSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { processIdentity } from "./identity.ts";

/**
 * Ports that a stack has chosen but not opened yet. Building and seeding take a while, so two stacks that start at the
 * same time would find the same ports free; a file a port says whose it is. Files of processes that are gone don't count.
 */
const folder = path.join(os.tmpdir(), "tiffin-ports");
const mine = new Set<string>();

/** False when another running stack has it. Given back when this process ends. */
export function promisePort(port: number): boolean {
  mkdirSync(folder, { recursive: true, mode: 0o1777 });
  const file = path.join(folder, String(port));
  const owner = ownerOf(file);
  if (owner === "alive") return false;
  try {
    if (owner === "gone") unlinkSync(file);
    // Written beside and linked, so that nobody ever reads a half-written one; linking fails when somebody was faster.
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, `${process.pid} ${processIdentity(process.pid) ?? ""}`, { mode: 0o644 });
    try {
      linkSync(draft, file);
    } finally {
      rmSync(draft, { force: true });
    }
  } catch {
    return false;
  }
  if (mine.size === 0) process.once("exit", giveBack);
  mine.add(file);
  return true;
}

function giveBack(): void {
  for (const file of mine) rmSync(file, { force: true });
}

function ownerOf(file: string): "nobody" | "alive" | "gone" {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return "nobody";
  }
  const space = text.indexOf(" ");
  return processIdentity(Number(text.slice(0, space))) === text.slice(space + 1) ? "alive" : "gone";
}
