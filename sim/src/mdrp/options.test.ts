import { expect, it } from "vitest";
import { readOptions } from "./options.ts";

it("a folder and where the solutions go are enough", () => {
  expect(readOptions(["days", "--out", "solved"])).toEqual({
    folder: "days",
    out: "solved",
    policy: "planner",
    readyNoiseMinutes: 0,
    declineRate: 0,
    seed: 1,
  });
});

it("the policy, and what goes wrong on the way, can be chosen", () => {
  const more = ["--policy", "greedy", "--ready-noise", "5", "--decline", "0.15", "--seed", "9"];
  expect(readOptions(["days", "--out", "solved", ...more])).toMatchObject({
    policy: "greedy",
    readyNoiseMinutes: 5,
    declineRate: 0.15,
    seed: 9,
  });
  expect(readOptions(["-h"])).toBe("help");
});

it.each([
  [["--out", "solved"], "Name one folder"],
  [["a", "b", "--out", "solved"], "Name one folder"],
  [["days"], "--out <folder>"],
  [["days", "--out", "solved", "--policy", "best"], "--policy is planner or greedy, not best"],
  [["days", "--out", "solved", "--decline", "1"], "--decline is a number from 0 to 0.95, not 1"],
  [["days", "--out", "solved", "--ready-noise=-1"], "--ready-noise is a number from 0 to 120, not -1"],
  [["days", "--out", "solved", "--ready-noise", ""], "--ready-noise is a number"],
  [["days", "--out", "solved", "--seed", "one"], "--seed is a number"],
  [["days", "--out", "solved", "--sead", "1"], "--sead"],
])("%j is refused: %s", (args, why) => {
  expect(() => readOptions(args)).toThrow(why);
});
