import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { forgetEverything, openVarFolder, varFolder } from "./var-folder.ts";

const home = mkdtempSync(join(tmpdir(), "tiffin-var-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));
const mebibyte = 1024 * 1024;

test("TIFFIN_VAR names the place; without it, it is var in the checkout", () => {
  expect(varFolder({ TIFFIN_VAR: "/srv/tiffin" }).stackFile).toBe("/srv/tiffin/stack.json");
  expect(varFolder({}).root).toMatch(/\/var$/);
});

test("a full disk is told before anything is started", () => {
  const folder = varFolder({ TIFFIN_VAR: join(home, "full") });
  expect(() => openVarFolder(folder, () => ({ bavail: 20, bsize: mebibyte }))).toThrow(
    /the disk is full: 20 MB are free, 600 MB are needed/,
  );
});

test("a city that exists needs less room to go on than a new one", () => {
  const folder = varFolder({ TIFFIN_VAR: join(home, "old") });
  mkdirSync(folder.postgres, { recursive: true });
  openVarFolder(folder, () => ({ bavail: 200, bsize: mebibyte }));
  expect(existsSync(folder.logs)).toBe(true);
});

test("--fresh forgets what the stack wrote, and nothing else", () => {
  const folder = varFolder({ TIFFIN_VAR: join(home, "fresh") });
  openVarFolder(folder, () => ({ bavail: 10_000, bsize: mebibyte }));
  mkdirSync(folder.redis);
  writeFileSync(folder.secretsFile, "{}");
  writeFileSync(join(folder.root, "thesis.doc"), "mine");
  forgetEverything(folder);
  expect([folder.redis, folder.secretsFile, folder.logs].map((path) => existsSync(path))).toEqual([
    false,
    false,
    false,
  ]);
  expect(existsSync(join(folder.root, "thesis.doc"))).toBe(true);
});
