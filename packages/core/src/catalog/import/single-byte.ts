import iconv from "iconv-lite";

/** Every byte as a character, undefined ones as the control of their number, so that nothing is lost on the way back. */
function tableOf(encoding: string, exceptions: Readonly<Record<number, string>> = {}): string[] {
  return Array.from({ length: 256 }, (_, byte) => {
    const character = exceptions[byte] ?? iconv.decode(Buffer.of(byte), encoding);
    return character === "\uFFFD" ? String.fromCharCode(byte) : character;
  });
}
// Not TextDecoder's: several Node versions take its windows-1252 for latin1.
const windows1252Table = tableOf("windows-1252");
const windows1252Bytes = new Map(windows1252Table.map((character, byte) => [character, byte] as const));
// The euro took the currency sign's place in 1998.
const macRomanTable = tableOf("macintosh", { 0xdb: "€" });

function decodeBy(table: readonly string[], bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += table[byte];
  return text;
}

export const windows1252 = (bytes: Uint8Array): string => decodeBy(windows1252Table, bytes);
export const macRoman = (bytes: Uint8Array): string => decodeBy(macRomanTable, bytes);

/** The bytes that a text would be in Windows-1252; undefined when it has characters that are not in it. */
export function toWindows1252(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const byte = windows1252Bytes.get(text[i]!);
    if (byte === undefined) return undefined;
    bytes[i] = byte;
  }
  return bytes;
}
