import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";

const folder = new URL("../../messages/", import.meta.url);
const read = (locale: string, file: string) =>
  JSON.parse(readFileSync(new URL(`${locale}/${file}`, folder), "utf8")) as Record<string, unknown>;

function paths(value: unknown, at = ""): string[] {
  if (typeof value !== "object" || value === null) return [at];
  return Object.entries(value).flatMap(([key, below]) => paths(below, at ? `${at}.${key}` : key));
}

describe("the texts", () => {
  it.each(readdirSync(new URL("en/", folder)))("of %s are there in both languages", (file) => {
    expect(paths(read("hi", file)).toSorted()).toEqual(paths(read("en", file)).toSorted());
  });

  it("stand under names that no two screens share", () => {
    const names = readdirSync(new URL("en/", folder)).flatMap((file) => Object.keys(read("en", file)));
    expect(new Set(names).size).toBe(names.length);
  });
});
