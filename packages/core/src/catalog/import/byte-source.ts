import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";

/** A file that can be read from its start as often as it takes. */
export interface ByteSource {
  readonly size: number;
  chunks(): AsyncIterable<Uint8Array>;
}

/** @throws Error when the file isn't there, can't be read or is a folder. */
export async function fileSource(path: string): Promise<ByteSource> {
  const { size, isDirectory } = await stat(path).then((found) => ({
    size: found.size,
    isDirectory: found.isDirectory(),
  }));
  if (isDirectory) throw new Error("it is a folder");
  return { size, chunks: () => createReadStream(path, { highWaterMark: 256 * 1024 }) };
}

export function memorySource(content: string | Uint8Array): ByteSource {
  const bytes = typeof content === "string" ? Buffer.from(content, "utf8") : content;
  return {
    size: bytes.length,
    async *chunks() {
      for (let from = 0; from < bytes.length; from += 65_536) yield bytes.subarray(from, from + 65_536);
    },
  };
}
