import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { checkout } from "../config/checkout.ts";
import { openVarFolder, varFolder } from "../config/var-folder.ts";
import { describe } from "../failure.ts";

const message = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("output"), text: z.string() }),
  z.object({ kind: z.literal("healthy") }),
  z.object({ kind: z.literal("failed"), text: z.string() }),
]);
type Message = z.infer<typeof message>;

/** Starts the supervisor in a session of its own, shows its progress, and returns once everything is healthy or failed. */
export function detach(args: string[]): Promise<number> {
  const folder = varFolder();
  let log: number;
  try {
    openVarFolder(folder);
    log = openSync(folder.log("supervisor"), "w", 0o600);
  } catch (error) {
    console.error(`\nTiffin did not start: ${describe(error)}`);
    return Promise.resolve(1);
  }
  const child = spawn(
    process.execPath,
    [join(checkout, "stack", "start.mjs"), ...args.filter((arg) => arg !== "--detach")],
    {
      cwd: process.cwd(),
      detached: true,
      stdio: ["ignore", log, log, "ipc"],
      env: process.env,
    },
  );
  closeSync(log);
  return new Promise((resolve) => {
    let isOver = false;
    const finish = (code: number) => {
      if (isOver) return;
      isOver = true;
      if (child.connected) child.disconnect();
      child.unref();
      resolve(code);
    };
    child.on("message", (raw) => {
      const told = message.parse(raw);
      if (told.kind === "output") process.stdout.write(told.text);
      else if (told.kind === "healthy") {
        console.log("It runs in the background: `npm run stop` stops it.");
        finish(0);
      } else {
        console.error(told.text);
        finish(1);
      }
    });
    child.once("error", (error) => {
      console.error(`\nTiffin did not start: ${error.message}`);
      finish(1);
    });
    child.once("exit", (code, signal) => {
      if (!isOver)
        console.error(
          `\nTiffin did not start: the supervisor ended (${signal ?? `exit ${code}`}) · ${folder.log("supervisor")}`,
        );
      finish(1);
    });
    // Giving up here gives the start up: the supervisor sees that nobody waits for it any more.
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => finish(130));
  });
}

/** The other end: in a supervisor that was started by `detach`, else undefined. */
export function tellParent() {
  if (process.send === undefined) return undefined;
  const send = (told: Message) =>
    new Promise<void>((resolve) => {
      if (process.connected) process.send?.(told, undefined, undefined, () => resolve());
      else resolve();
    });
  let isWaitedFor = true;
  return {
    isTTY: false,
    write(text: string) {
      process.stdout.write(text); // its log
      if (isWaitedFor) void send({ kind: "output", text });
    },
    healthy() {
      isWaitedFor = false;
      void send({ kind: "healthy" });
    },
    /** Resolves when the parent has it: this process ends right after. */
    failed(text: string) {
      console.error(text);
      isWaitedFor = false;
      return send({ kind: "failed", text });
    },
    onLost(giveUp: () => void) {
      process.on("disconnect", () => isWaitedFor && giveUp());
    },
  };
}
