import { expect, it } from "vitest";
import { safeNext } from "./next-path.ts";

it.each([
  ["/checkout", "/checkout"],
  ["/orders/1?x=2#y", "/orders/1?x=2#y"],
  [null, "/"],
  ["https://evil.example", "/"],
  ["//evil.example", "/"],
  ["/\\evil.example", "/"],
  ["javascript:alert(1)", "/"],
  ["/\t/evil.example", "/"],
])("after the login, %s leads to %s", (next, path) => {
  expect(safeNext(next)).toBe(path);
});
