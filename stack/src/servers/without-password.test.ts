import { expect, test } from "vitest";
import { withoutPassword } from "./without-password.ts";

test.each([
  ["postgres://tiffin:secret@db:5432/tiffin", "postgres://tiffin:…@db:5432/tiffin"],
  ["redis://cache:6379", "redis://cache:6379"],
  [
    "redis://:secret@a:7000, redis://:secret@b:7001,redis://c:7002",
    "redis://:…@a:7000,redis://:…@b:7001,redis://c:7002",
  ],
])("%s is shown as %s", (urls, shown) => {
  expect(withoutPassword(urls)).toBe(shown);
});
