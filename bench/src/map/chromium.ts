import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/** Where systems keep it; `CHROMIUM_PATH` names another place. */
const PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
];

export function launchChromium(): Promise<Browser> {
  const executablePath = process.env["CHROMIUM_PATH"] ?? PLACES.find((place) => existsSync(place));
  if (executablePath === undefined) throw new Error("no Chromium here: install it (Debian: apt-get install chromium)");
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-background-networking"] });
}
