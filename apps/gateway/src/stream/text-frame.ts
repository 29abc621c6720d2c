const FINAL_TEXT = 0x81;
const KEPT = 64;

const kept = new Map<string, Buffer>();

/**
 * A server's whole text frame (RFC 6455, 5.2): unmasked, with its header. Nearly all answers are one of a few texts, so
 * their frames are made once; for the others `ws` would do the same with some more steps.
 */
export function textFrame(text: string): Buffer {
  const known = kept.get(text);
  if (known !== undefined) return known;
  const frame = build(text);
  if (kept.size < KEPT && text.length < 126) kept.set(text, frame);
  return frame;
}

function build(text: string): Buffer {
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
