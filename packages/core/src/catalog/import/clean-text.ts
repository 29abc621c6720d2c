import { macRoman, toWindows1252 } from "./single-byte.ts";

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** No field of a restaurant is longer; what goes beyond is an accident or an attack. */
const longestCell = 10_000;

/** A cell as it is kept: repaired, in one line, without control characters, of a bounded length; undefined when nothing is left. */
export function cleanText(raw: string): string | undefined {
  const cut = raw.slice(0, longestCell);
  const text = (/^[ -~]*$/.test(cut) ? cut : repairText(cut)).replace(/\s+/g, " ").trim();
  return text === "" ? undefined : text;
}

/**
 * Undoes what spreadsheets do to accents: UTF-8 that was read as Windows-1252 ("CafÃ©"), and the same once or twice
 * through a Mac ("Cafí©"). A text counts as repaired only when its bytes turn out to be valid UTF-8, which doesn't happen
 * to honest text by chance; anything else comes back as it was, without control characters.
 */
export function repairText(text: string): string {
  let candidate = text;
  for (let rounds = 0; rounds < 3; rounds++) {
    const bytes = toWindows1252(candidate);
    if (bytes === undefined || !bytes.some((byte) => byte > 0x7f)) break;
    try {
      const repaired = utf8.decode(bytes);
      // Twice garbled is garbled still: "CafÃƒÂ©". A lone combining mark is no repair, but garble of another kind.
      if (!/[\u0300-\u036F\u0080-\u009F]|\p{Co}|\p{Cn}/u.test(repaired)) return repairText(repaired);
    } catch {
      // Not UTF-8: perhaps it went through a Mac as well.
    }
    candidate = macRoman(bytes);
  }
  return withoutControls(text);
}

/** Also without the marks that turn the direction of text around, which names don't need and forgers do. */
function withoutControls(text: string): string {
  // oxlint-disable-next-line no-control-regex -- these are what is taken out
  const controls = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\uFEFF\uFFFD]/g;
  return text.replace(controls, "").replace(/\p{Surrogate}/gu, "");
}
