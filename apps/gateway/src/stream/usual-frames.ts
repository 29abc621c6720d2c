import type { Duplex } from "node:stream";
import type { WebSocket } from "ws";

/** RFC 6455, 5.2: the bits of a frame's first two bytes. */
const FINAL = 0x80;
const RESERVED = 0x70;
const OPCODE = 0x0f;
const MASKED = 0x80;
const LENGTH = 0x7f;
const TEXT = 0x1;
const CLOSE_FRAME = 0x8;

const MASK_BYTES = 4;
/** A point is a hundred bytes and some; what is longer is rare enough for the general way. */
const LONGEST_USUAL = 2_048;

/** Where a text is unmasked: what a socket sent stays as it is, because it may have to go the general way. */
const scratch = Buffer.allocUnsafeSlow(LONGEST_USUAL);

/**
 * Reads the usual frames of a stream: whole ones of masked ASCII text, as each point of a phone is one. All other bytes go
 * to `ws` as they came and in their place: pings and closings, fragments, long frames and those that come in pieces, other
 * characters, and what is no WebSocket at all. Its general way through a Writable and four events costs as much as all
 * that the gateway itself does with a point.
 */
export function readUsualFrames(
  { ws, socket }: { readonly ws: WebSocket; readonly socket: Duplex },
  onText: (text: string) => void,
): void {
  const [general, ...others] = socket.listeners("data") as ((chunk: Buffer) => void)[];
  // Another version of ws, which reads in another way: it goes on alone.
  if (general === undefined || others.length > 0) return;
  const frames = usualFrames(onText, (bytes) => general.call(socket, bytes));
  ws.once("error", () => frames.end());
  socket.on("data", (chunk: Buffer) => frames.read(chunk));
  socket.off("data", general);
}

export interface UsualFrames {
  /** The next bytes of the connection. */
  read(chunk: Buffer): void;
  /** Nothing that follows is read: the connection is of no use any more. */
  end(): void;
}

/** `onText` gets the usual frames' texts, `onOther` all other bytes, both in the connection's order. */
export function usualFrames(onText: (text: string) => void, onOther: (bytes: Buffer) => void): UsualFrames {
  /** The beginning of a frame whose header did not come whole. */
  let rest: Buffer | null = null;
  /** Bytes of the frame under way that are still to come, and go the general way. */
  let left = 0;
  let isFragmented = false;
  let isClosing = false;
  let isOver = false;

  function read(chunk: Buffer): void {
    let data = chunk;
    if (rest !== null) {
      data = Buffer.concat([rest, chunk]);
      rest = null;
    }
    let at = 0;
    // Whether ws finds fault with what it gets is known a tick later: what came along with it goes the same way.
    let isGeneral = left > 0 || isFragmented;
    while (at < data.length && !isOver) {
      if (left === 0) {
        const frame = frameAt(data, at);
        if (frame === null) {
          rest = data.subarray(at);
          return;
        }
        const text = isGeneral ? null : usualText(data, at, frame);
        if (text !== null) {
          onText(text);
          at += frame.length;
          continue;
        }
        isGeneral = true;
        follow(frame.head);
        left = frame.length;
      }
      const bytes = data.subarray(at, at + left);
      at += bytes.length;
      left -= bytes.length;
      onOther(bytes);
      // Nothing comes after a closing.
      if (isClosing && left === 0) isOver = true;
    }
  }

  function follow(head: number): void {
    const opcode = head & OPCODE;
    if (opcode === CLOSE_FRAME) isClosing = true;
    else if (opcode < CLOSE_FRAME) isFragmented = (head & FINAL) === 0;
  }

  return {
    read,
    end() {
      isOver = true;
    },
  };
}

interface Frame {
  readonly head: number;
  /** Of its header and what follows. */
  readonly length: number;
  readonly headerLength: number;
}

/** Null when more of it must come first. A frame that ws will not take has no end. */
function frameAt(data: Buffer, at: number): Frame | null {
  const available = data.length - at;
  if (available < 2) return null;
  const head = data[at]!;
  const second = data[at + 1]!;
  if ((head & RESERVED) !== 0 || (second & MASKED) === 0) return { head, length: Infinity, headerLength: 2 };
  const short = second & LENGTH;
  const headerLength = (short < 126 ? 2 : short === 126 ? 4 : 10) + MASK_BYTES;
  if (available < headerLength) return null;
  const length = short < 126 ? short : short === 126 ? data.readUInt16BE(at + 2) : Number(data.readBigUInt64BE(at + 2));
  return { head, length: headerLength + length, headerLength };
}

/** The text of a usual frame that came whole; null for any other. */
function usualText(data: Buffer, at: number, { head, length, headerLength }: Frame): string | null {
  if (head !== (FINAL | TEXT) || at + length > data.length || length - headerLength > LONGEST_USUAL) return null;
  const from = at + headerLength;
  const mask = from - MASK_BYTES;
  const count = length - headerLength;
  let bits = 0;
  for (let index = 0; index < count; index += 1) {
    const byte = data[from + index]! ^ data[mask + (index & 3)]!;
    bits |= byte;
    scratch[index] = byte;
  }
  return bits < 0x80 ? scratch.toString("latin1", 0, count) : null;
}
