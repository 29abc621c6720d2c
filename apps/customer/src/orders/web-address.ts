/** Only web addresses become links. */
export function webAddress(url: string | undefined): string | null {
  if (!url || !URL.canParse(url)) return null;
  return ["http:", "https:"].includes(new URL(url).protocol) ? url : null;
}
