import { accessSync, constants, mkdirSync, rmSync, statfsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { Failure } from "../failure.ts";
import { clusterFolders } from "../servers/postgres.ts";
import { checkout } from "./checkout.ts";

/** Where this stack keeps everything that it writes. */
export type VarFolder = ReturnType<typeof varFolder>;

export function varFolder(env: Record<string, string | undefined> = process.env) {
  const root = resolve(checkout, env["TIFFIN_VAR"] || "var");
  const at = (name: string) => join(root, name);
  return {
    root,
    stackFile: at("stack.json"),
    secretsFile: at("secrets.json"),
    demoFile: at("demo.json"),
    supervisorFile: at("supervisor.json"),
    /** Pid files of the children. */
    run: at("run"),
    logs: at("log"),
    log: (name: string) => join(root, "log", `${name}.log`),
    postgres: at("postgres"),
    redis: at("redis"),
    soketi: at("soketi"),
    sandbox: at("sandbox"),
  };
}

const mebibyte = 1024 * 1024;
const roomForANewCity = 600 * mebibyte;
const roomToGoOn = 150 * mebibyte;

/** Makes the folder, or says what is wrong with it before anything is started. */
export function openVarFolder(
  folder: VarFolder,
  statfs: (path: string) => { bavail: number; bsize: number } = statfsSync,
): void {
  const { root } = folder;
  try {
    // Open to others, because Postgres may run as another user; what is private inside is closed by itself.
    mkdirSync(root, { recursive: true, mode: 0o755 });
    if (!statSync(root).isDirectory()) throw new Failure(`${root} is not a folder`);
    accessSync(root, constants.W_OK);
    mkdirSync(folder.logs, { recursive: true, mode: 0o700 });
    mkdirSync(folder.run, { recursive: true, mode: 0o700 });
  } catch (error) {
    if (error instanceof Failure) throw error;
    const reason = error instanceof Error && "code" in error ? error.code : error;
    const why =
      reason === "ENOSPC"
        ? "the disk is full"
        : reason === "ENOTDIR" || reason === "EEXIST"
          ? "something that is not a folder is in the way"
          : `it cannot be written (${String(reason)})`;
    throw new Failure(`${root}: ${why}. Another place can be named with TIFFIN_VAR.`);
  }
  checkRoom(root, statfs(root), exists(folder.postgres) ? roomToGoOn : roomForANewCity);
}

function checkRoom(root: string, { bavail, bsize }: { bavail: number; bsize: number }, needed: number): void {
  const free = bavail * bsize;
  if (free < needed) {
    throw new Failure(
      `${root}: the disk is full: ${Math.floor(free / mebibyte)} MB are free, ${needed / mebibyte} MB are needed. Another place can be named with TIFFIN_VAR.`,
    );
  }
}

/** `--fresh`: everything that an earlier start wrote here, by name, and nothing else that lies in the folder. */
export function forgetEverything(folder: VarFolder): void {
  const { postgres, redis, soketi, sandbox, logs, run, secretsFile, stackFile, demoFile } = folder;
  for (const path of [
    ...clusterFolders(postgres),
    redis,
    soketi,
    sandbox,
    logs,
    run,
    secretsFile,
    stackFile,
    demoFile,
  ]) {
    rmSync(path, { recursive: true, force: true });
  }
}

function exists(path: string): boolean {
  try {
    statSync(path);
    return true;
  } catch {
    return false;
  }
}
