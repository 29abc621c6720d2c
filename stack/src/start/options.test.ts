import { expect, test } from "vitest";
import { readOptions } from "./options.ts";

test("a plain start brings up everything", () => {
  expect(readOptions([])).toEqual({
    detach: false,
    fresh: false,
    web: true,
    life: true,
    relaxedLimits: false,
    help: false,
  });
});

test("each option by its name", () => {
  expect(readOptions(["--detach", "--fresh", "--no-web", "--no-life", "--relaxed-limits"])).toMatchObject({
    detach: true,
    fresh: true,
    web: false,
    life: false,
    relaxedLimits: true,
  });
});

test("--seed is relative to where npm was called, and has to be there", () => {
  expect(readOptions(["--seed", "package.json"], process.cwd()).seed).toBe(`${process.cwd()}/package.json`);
  expect(() => readOptions(["--seed", "nothing.csv"], "/tmp")).toThrow("--seed: there is no file /tmp/nothing.csv");
});

test("an unknown option is an error", () => {
  expect(() => readOptions(["--no-wbe"])).toThrow(/--no-wbe/);
});
