import { AxeBuilder } from "@axe-core/playwright";
import type { Locator, Page } from "playwright-core";

/** Thousands of strokes that no reader hears; axe would look at each of them. */
const drawings = 'svg[aria-hidden="true"]';
const colorSchemes = ["light", "dark"] as const;

/**
 * What keeps somebody out: axe's serious and critical findings, one line each, in the device's light and dark. Loaded anew
 * for each: rows that are off the screen don't repaint (`content-visibility`), and axe would read the old colours. `open`
 * shows then what a visitor has to ask for.
 */
export async function barriers(page: Page, ready: Locator, open?: () => Promise<void>): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of colorSchemes) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.reload();
    await ready.waitFor();
    await open?.();
    found.push(...(await barriersAsIs(page, colorScheme)));
  }
  return found;
}

/** The same of a page as it stands, in one of the two: for what would be over by the time it is loaded again. */
export async function barriersAsIs(page: Page, colorScheme: (typeof colorSchemes)[number]): Promise<string[]> {
  await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
  const { violations } = await new AxeBuilder({ page }).exclude(drawings).analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, impact, nodes }) =>
      nodes.map((node) => `${colorScheme}: ${id} (${impact}) at ${node.target.join(" ")}`),
    );
}
