import { detect } from "chardet";
import iconv from "iconv-lite";
import type { ByteSource } from "./byte-source.ts";
import { windows1252 } from "./single-byte.ts";

/** A guess needs no more than this much of a file. */
const sampleBytes = 400_000;

/** What the bytes are: by byte order mark, as strict UTF-8, else the best guess, Windows-1252 where there is none. Reads the file once. */
export async function detectEncoding(source: ByteSource): Promise<string> {
  const utf8 = new TextDecoder("utf-8", { fatal: true });
  const sample: Uint8Array[] = [];
  let sampled = 0;
  let high = 0;
  let isUtf8 = true;
  for await (const chunk of source.chunks()) {
    if (sampled === 0 && chunk[0] === 0xff && chunk[1] === 0xfe) return "UTF-16LE";
    if (sampled === 0 && chunk[0] === 0xfe && chunk[1] === 0xff) return "UTF-16BE";
    if (sampled < sampleBytes) {
      const part = chunk.subarray(0, sampleBytes - sampled);
      for (const byte of part) if (byte > 0x7f) high++;
      sampled += part.length;
      sample.push(part);
    }
    try {
      if (isUtf8) utf8.decode(chunk, { stream: true });
    } catch {
      isUtf8 = false;
    }
    if (!isUtf8 && sampled >= sampleBytes) break;
  }
  if (isUtf8 && endsWell(utf8)) return "UTF-8";
  const guess = detect(Buffer.concat(sample));
  const exotic = guess !== null && /^(Shift_JIS|EUC|GB18030|Big5|KOI8|windows-125[1-8])/.test(guess);
  // A file that is mostly ASCII has too little to go by for anything exotic.
  return exotic && high / sampled > 0.05 && iconv.encodingExists(guess) ? guess : "windows-1252";
}

function endsWell(decoder: { decode(): string }): boolean {
  try {
    decoder.decode();
    return true;
  } catch {
    return false;
  }
}

/** The file's text in pieces, without a byte order mark. `onRead` hears how many bytes each piece took. */
export async function* decodeText(
  source: ByteSource,
  encoding: string,
  onRead: (bytes: number) => void = () => {},
): AsyncGenerator<string> {
  const decoder =
    encoding.toLowerCase() === "windows-1252" ? undefined : iconv.getDecoder(encoding, { stripBOM: true });
  for await (const chunk of source.chunks()) {
    onRead(chunk.length);
    yield decoder ? decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)) : windows1252(chunk);
  }
  const rest = decoder?.end();
  if (rest) yield rest;
}
