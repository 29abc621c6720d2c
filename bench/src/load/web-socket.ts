import { randomBytes } from "node:crypto";
import net from "node:net";

/**
 * The few parts of RFC 6455 that a load generator needs: a client's masked text frames and a server's unmasked ones, and
 * no more work than that, because the generator shares the processor with what it measures.
 */
export interface ClientSocket {
  send(text: string): void;
  close(): void;
}

const MASK = [0x5a, 0x17, 0xc3, 0x8e] as const;
const TEXT = 0x81;
const MASKED = 0x80;
const OPCODE = { text: 1, close: 8, ping: 9 } as const;

export interface SocketEvents {
  /** Of ASCII, as all that our servers say is. */
  readonly onText: (text: string) => void;
  readonly onClose: () => void;
}

/** Opens a WebSocket. @throws Error with what the server said when it refuses */
export function openSocket(
  address: string,
  headers: Readonly<Record<string, string>>,
  { onText, onClose }: SocketEvents,
): Promise<ClientSocket> {
  const { hostname, port, host, pathname, search } = new URL(address);
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host: hostname, port: Number(port), noDelay: true });
    const client: ClientSocket = {
      send: (text) => socket.write(clientFrame(text)),
      close: () => socket.destroy(),
    };
    const read = frameReader((opcode, payload) => {
      if (opcode === OPCODE.text) onText(payload.toString("latin1"));
      else if (opcode === OPCODE.ping) socket.write(clientFrame(payload.toString("latin1"), 0x8a));
    });
    let greeting = "";
    const greet = (chunk: Buffer) => {
      greeting += chunk.toString("latin1");
      const end = greeting.indexOf("\r\n\r\n");
      if (end === -1) return;
      socket.off("data", greet);
      if (!greeting.startsWith("HTTP/1.1 101")) return reject(new Error(`the socket was refused: ${greeting}`));
      socket.on("data", read);
      const rest = Buffer.from(greeting.slice(end + 4), "latin1");
      resolve(client);
      if (rest.length > 0) setImmediate(read, rest);
    };
    socket.on("data", greet);
    socket.once("error", reject);
    socket.once("close", onClose);
    socket.write(
      [
        `GET ${pathname}${search} HTTP/1.1`,
        `Host: ${host}`,
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        `Sec-WebSocket-Key: ${randomBytes(16).toString("base64")}`,
        ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
        "\r\n",
      ].join("\r\n"),
    );
  });
}

function clientFrame(text: string, head = TEXT): Buffer {
  const { length } = text;
  const header = length < 126 ? 2 : 4;
  const frame = Buffer.allocUnsafe(header + 4 + length);
  frame[0] = head;
  if (length < 126) frame[1] = MASKED | length;
  else {
    frame[1] = MASKED | 126;
    frame.writeUInt16BE(length, 2);
  }
  frame.set(MASK, header);
  const start = header + 4;
  frame.write(text, start, "latin1");
  for (let index = 0; index < length; index += 1) frame[start + index]! ^= MASK[index & 3]!;
  return frame;
}

/** Cuts what a server sends into frames; messages in fragments are not expected. */
function frameReader(onFrame: (opcode: number, payload: Buffer) => void): (chunk: Buffer) => void {
  let rest: Buffer | null = null;
  return (chunk) => {
    let data = rest === null ? chunk : Buffer.concat([rest, chunk]);
    rest = null;
    while (data.length >= 2) {
      const short = data[1]! & 0x7f;
      const start = short === 126 ? 4 : short === 127 ? 10 : 2;
      if (data.length < start) break;
      const length = short === 126 ? data.readUInt16BE(2) : short === 127 ? Number(data.readBigUInt64BE(2)) : short;
      if (data.length < start + length) break;
      onFrame(data[0]! & 0x0f, data.subarray(start, start + length));
      data = data.subarray(start + length);
    }
    if (data.length > 0) rest = data;
  };
}
