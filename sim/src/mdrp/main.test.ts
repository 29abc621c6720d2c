import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { evening, writeEvening, writePereira } from "./testing/small-days.ts";

let folder: string;
let out: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tiffin-days-"));
  out = join(folder, "solved");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function mdrp(...args: string[]) {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", fileURLToPath(new URL("main.ts", import.meta.url)), ...args],
    {
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  const [told, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
  return { told, errors, code: code as number };
}

describe("npm run mdrp", () => {
  it.each([
    // The courier is sent when the food is all but ready, or at once.
    ["planner", "21 25 c1 o1"],
    ["greedy", "12 25 c1 o1"],
  ])("solves every day below a folder by the %s, and ends with 0", async (policy, firstAssignment) => {
    const days = join(folder, "days");
    await writeEvening(join(days, "grubhub"));
    await writePereira(days);
    const { code, told, errors } = await mdrp(days, "--out", out, "--policy", policy);
    expect(errors).toBe("");
    expect(code).toBe(0);
    expect(told).toContain("mean of the instances");
    expect((await readdir(join(out, "evening"))).toSorted()).toEqual(
      ["assignments", "couriers", "orders"].map((name) => `solution_info_${name}.txt`),
    );
    const assignments = await readFile(join(out, "evening", "solution_info_assignments.txt"), "utf8");
    expect(assignments.split("\n")[1]).toBe(firstAssignment);
    const { instances, ...rest } = JSON.parse(await readFile(join(out, "summary.json"), "utf8")) as {
      instances: unknown;
    };
    expect(instances).toMatchObject([
      { instance: "evening", orders: 2, costPerOrder: expect.any(Number) },
      { instance: "pereira-3", orders: 2, costPerOrder: null },
    ]);
    expect(rest).toMatchObject({ policy, seed: 1, overall: { orders: 4, costPerOrder: null } });
  });

  it("ends with 1 when a replay breaks a rule, and says which", async () => {
    // An order that is listed twice, an hour apart: the second time its food is brought already.
    const twice = [...evening.orders, "o1\t300\t400\t75\tr1\t80"];
    const days = join(folder, "days");
    await writeEvening(days, { orders: twice, couriers: ["courier\tx\ty\ton_time\toff_time", "c1\t100\t0\t0\t600"] });
    const { code, errors } = await mdrp(days, "--out", out);
    expect(errors.trim()).toBe("evening: o1 is carried twice");
    expect(code).toBe(1);
  });

  it("ends with 1 where there is nothing to solve, and with a wrong option, and says so", async () => {
    const [none, wrong, help] = await Promise.all([
      mdrp(folder, "--out", out),
      mdrp(folder, "--out", out, "--policy", "best"),
      mdrp("--help"),
    ]);
    expect(none).toMatchObject({ code: 1, errors: expect.stringContaining(`There is no instance under ${folder}`) });
    expect(wrong).toMatchObject({ code: 1, errors: expect.stringContaining("not best") });
    expect(help).toMatchObject({ code: 0, told: expect.stringContaining("--ready-noise") });
  });
});
