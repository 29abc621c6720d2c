import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { nodeProblem } from "./check-node.mjs";
import { isInstalled } from "./install.mjs";
import { findProgram, missing } from "./system-packages.mjs";

const home = mkdtempSync(join(tmpdir(), "tiffin-bootstrap-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe("Node", () => {
  test.each(["20.19.0", "20.20.2", "22.0.0", "24.11.1", "26.0.0"])("%s will do", (version) => {
    expect(nodeProblem(version)).toBeUndefined();
  });
  test.each(["14.0.0", "18.20.4", "20.18.9", "21.7.3"])("%s will not", (version) => {
    expect(nodeProblem(version)).toContain(`this is Node ${version}`);
  });
});

describe("npm packages", () => {
  type Packages = Record<string, object>;
  function checkoutWith(name: string, wanted: Packages, found?: Packages): string {
    const root = join(home, name);
    mkdirSync(join(root, "node_modules"), { recursive: true });
    writeFileSync(join(root, "package-lock.json"), JSON.stringify({ packages: wanted }));
    if (found !== undefined)
      writeFileSync(join(root, "node_modules/.package-lock.json"), JSON.stringify({ packages: found }));
    return root;
  }
  const hono = { version: "4.0.0" };
  const wanted = {
    "": { name: "tiffin" },
    "apps/gateway": { version: "0.1.0" },
    "node_modules/hono": hono,
    "node_modules/fsevents": { version: "2.0.0", optional: true },
  };

  test("everything is there, except what another platform needs", () => {
    expect(isInstalled(checkoutWith("same", wanted, { "node_modules/hono": hono }))).toBe(true);
  });
  test("an entry that npm left in the lock file without ever installing it does not matter", () => {
    const left = { ...wanted, "node_modules/left": { version: "1.0.0", extraneous: true } };
    expect(isInstalled(checkoutWith("extraneous", left, { "node_modules/hono": hono }))).toBe(true);
  });
  test("a version that changed in the lock file is to be installed", () => {
    expect(isInstalled(checkoutWith("older", wanted, { "node_modules/hono": { version: "3.0.0" } }))).toBe(false);
  });
  test("a new package is to be installed", () => {
    expect(isInstalled(checkoutWith("missing", wanted, {}))).toBe(false);
  });
  test("an installation that was interrupted has no record of itself", () => {
    expect(isInstalled(checkoutWith("interrupted", wanted))).toBe(false);
  });
});

describe("system programs", () => {
  test("are found on PATH, when they can be executed", () => {
    const program = join(home, "redis-server");
    writeFileSync(program, "");
    expect(findProgram("redis", home)).toBeUndefined();
    chmodSync(program, 0o755);
    expect(findProgram("redis", `/nowhere:${home}`)).toBe(program);
  });
  test("what is missing comes with the command that installs it", () => {
    expect(missing("redis", false)).toMatch(
      /^redis-server is not installed: (run `.*redis.*`|install it with your package manager), or set REDIS_URL/,
    );
    expect(missing("chromium", true)).not.toContain("sudo");
  });
});
