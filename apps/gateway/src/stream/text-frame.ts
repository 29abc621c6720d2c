import type { PingAnswer } from "@tiffin/domain/wire/riders";

const FINAL_TEXT = 0x81;
const KEPT = 64;

/** By the seconds until the next point. */
const usual = new Map<number, Buffer>();

/** An answer's whole frame. Nearly all of them say of one point that it was taken: those are made once. */
export function answerFrame(answer: PingAnswer): Buffer {
  const { accepted, rejected, nextPingSeconds } = answer;
  if (accepted !== 1 || rejected.length > 0) return textFrame(JSON.stringify(answer));
  let frame = usual.get(nextPingSeconds);
  if (frame === undefined) {
    frame = textFrame(JSON.stringify(answer));
    if (usual.size < KEPT) usual.set(nextPingSeconds, frame);
  }
  return frame;
}

/** A server's whole text frame (RFC 6455, 5.2), unmasked, with its header: `ws` does the same with some more steps. */
export function textFrame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  if (length >= 2 ** 16) {
    const header = Buffer.alloc(10);
    header[0] = FINAL_TEXT;
    header[1] = 127;
    header.writeBigUInt64BE(BigInt(length), 2);
    return Buffer.concat([header, Buffer.from(text)]);
  }
  const start = length < 126 ? 2 : 4;
  const frame = Buffer.allocUnsafe(start + length);
  frame[0] = FINAL_TEXT;
  if (length < 126) frame[1] = length;
  else {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  }
  frame.write(text, start);
  return frame;
}
