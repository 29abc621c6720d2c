import { describe, expect, it } from "vitest";
import { asTheme, localeFromHeader } from "./preferences.ts";

describe("what the browser asks for", () => {
  it.each([
    ["hi-IN,hi;q=0.9,en;q=0.8", "hi"],
    ["en-GB,en;q=0.9,hi;q=0.5", "en"],
    ["ta-IN,hi;q=0.4,en;q=0.7", "en"],
    ["ta,kn", "en"],
    ["en;q=0, hi", "hi"],
    ["", "en"],
    [null, "en"],
  ])("%s is answered in %s", (header, locale) => {
    expect(localeFromHeader(header)).toBe(locale);
  });

  it("takes a cookie that says nonsense for the device's own theme", () => {
    expect(asTheme("dark")).toBe("dark");
    expect(asTheme("<script>")).toBe("system");
    expect(asTheme(undefined)).toBe("system");
  });
});
