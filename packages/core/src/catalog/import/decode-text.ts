import { detect } from "chardet";
import iconv from "iconv-lite";

export interface Decoded {
  text: string;
  encoding: string;
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** Bytes of unknown encoding as text: by BOM, as strict UTF-8, else as the best guess, Windows-1252 when there is none. */
export function decodeText(bytes: Uint8Array): Decoded {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer[0] === 0xff && buffer[1] === 0xfe) return { text: iconv.decode(buffer, "utf-16le"), encoding: "UTF-16LE" };
  if (buffer[0] === 0xfe && buffer[1] === 0xff) return { text: iconv.decode(buffer, "utf-16be"), encoding: "UTF-16BE" };
  try {
    return { text: utf8.decode(buffer).replace(/^\uFEFF/, ""), encoding: "UTF-8" };
  } catch {
    // A guess from a large sample; a file that is mostly ASCII has too little to go by for anything exotic.
    const guess = detect(buffer.subarray(0, 400_000));
    const encoding = guess !== null && /^(Shift_JIS|EUC|GB18030|Big5|KOI8|windows-125[1-8])/.test(guess) ? guess : "";
    const share = buffer.reduce((sum, byte) => sum + (byte > 0x7f ? 1 : 0), 0) / buffer.length;
    if (encoding !== "" && share > 0.05 && iconv.encodingExists(encoding)) {
      return { text: iconv.decode(buffer, encoding), encoding };
    }
    return { text: decodeBy(windows1252, buffer), encoding: "windows-1252" };
  }
}

/** Every byte as a character, undefined ones as the control of their number, so that nothing is lost on the way back. */
function tableOf(encoding: string, exceptions: Readonly<Record<number, string>> = {}): string[] {
  return Array.from({ length: 256 }, (_, byte) => {
    const character = exceptions[byte] ?? iconv.decode(Buffer.of(byte), encoding);
    return character === "\uFFFD" ? String.fromCharCode(byte) : character;
  });
}
// Not TextDecoder's: several Node versions take its windows-1252 for latin1.
const windows1252 = tableOf("windows-1252");
const windows1252Bytes = new Map(windows1252.map((character, byte) => [character, byte] as const));
// The euro took the currency sign's place in 1998.
const macRoman = tableOf("macintosh", { 0xdb: "€" });

function decodeBy(table: readonly string[], bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += table[byte];
  return text;
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
    candidate = decodeBy(macRoman, bytes);
  }
  // oxlint-disable-next-line no-control-regex -- these are what is taken out
  return text.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uFFFD]/g, "");
}

function toWindows1252(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const byte = windows1252Bytes.get(text[i]!);
    if (byte === undefined) return undefined;
    bytes[i] = byte;
  }
  return bytes;
}
