// How the cells of files in the wild are understood.

/** "1,100", "Rs. 350", "4.1/5" */
export function numberOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const match = /-?\d[\d,]*(?:\.\d+)?/.exec(text);
  if (!match) return undefined;
  const value = Number(match[0].replaceAll(",", ""));
  return Number.isFinite(value) ? value : undefined;
}

export const twice = (value: number | undefined): number | undefined => (value === undefined ? undefined : value * 2);

export function minutesOf(text: string | undefined): number | undefined {
  const value = numberOf(text);
  return value !== undefined && value >= 1 && value <= 180 ? Math.round(value) : undefined;
}

/** "French, Japanese", "['Pizza', 'Italian']", "pizza;italian": each once, capitalised, ten at most. */
export function listOf(text: string | undefined): string[] {
  if (text === undefined) return [];
  const parts = text
    .replace(/^\[|\]$/g, "")
    .split(/[,;|]/)
    .map((part) =>
      part
        .trim()
        .replace(/^['"]|['"]$/g, "")
        .trim(),
    )
    .filter((part) => part !== "" && part.length <= 60)
    .map((part) => part[0]!.toUpperCase() + part.slice(1));
  return [...new Set(parts)].slice(0, 10);
}

export function isVeg(text: string | undefined): boolean {
  if (text === undefined) return false;
  const folded = text.toLowerCase();
  return /veg|^(yes|true|1|y)$/.test(folded) && !/non/.test(folded);
}

export const isYes = (text: string | undefined): boolean => text !== undefined && /^(yes|true|1|y|only)$/i.test(text);
