import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { loadSecrets } from "../config/secrets.ts";
import { openVarFolder, varFolder } from "../config/var-folder.ts";
import { type StackFile, writeStackFile } from "../stack-file.ts";
import { commandEnvironment } from "./command-environment.ts";

let folder: ReturnType<typeof varFolder>;
beforeEach(() => {
  folder = varFolder({ TIFFIN_VAR: mkdtempSync(join(tmpdir(), "tiffin-command-")) });
  openVarFolder(folder, () => ({ bavail: 1e9, bsize: 4096 }));
  loadSecrets(folder.secretsFile);
});
afterEach(() => rmSync(folder.root, { recursive: true, force: true }));

test("a command meets the servers of the running stack, also a Redis Cluster's", () => {
  const urls = {
    gateway: "http://127.0.0.1:4010",
    worker: "http://127.0.0.1:4011",
    postgres: "postgres://tiffin:p@127.0.0.1:54321/tiffin",
    redis: "redis://:p@10.0.0.1:7000,redis://:p@10.0.0.2:7000",
  };
  const engines: StackFile["engines"] = {
    postgres: "embedded",
    redis: "external",
    search: "embedded",
    workflows: "embedded",
    live: "soketi",
  };
  writeStackFile(folder.stackFile, { urls, engines, pids: {}, live: { appKey: "k" } });
  expect(commandEnvironment(folder, { REDIS_URL: "redis://elsewhere:6379" })).toMatchObject({
    DATABASE_URL: urls.postgres,
    REDIS_URL: urls.redis,
    GATEWAY_URL: urls.gateway,
    WORKER_URL: urls.worker,
    SEARCH_ENGINE: "embedded",
  });
});

test("without a stack a command takes the terminal's servers, or says what to do", () => {
  const terminal = { DATABASE_URL: "postgres://a@b/c" };
  expect(commandEnvironment(folder, terminal)).toBe(terminal);
  expect(() => commandEnvironment(folder, {})).toThrow(/`npm start` first, or set DATABASE_URL/);
});
