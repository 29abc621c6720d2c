import { expect, it } from "vitest";
import { platformOf } from "./way-out.ts";

const iPhone =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile/15E148 Safari/604.1";
const mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/19.0 Safari/605.1.15";
const android = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/150.0 Mobile Safari/537.36";
const linux = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/150.0 Safari/537.36";

it.each([
  ["ios-browser", iPhone, 5, false],
  ["ios-app", iPhone, 5, true],
  ["ios-browser", mac, 5, false],
  ["desktop", mac, 0, false],
  ["android", android, 5, false],
  ["android", android, 5, true],
  ["desktop", linux, 0, false],
] as const)("the way out is the one of %s", (platform, userAgent, maxTouchPoints, standalone) => {
  expect(platformOf({ userAgent, maxTouchPoints, standalone })).toBe(platform);
});
