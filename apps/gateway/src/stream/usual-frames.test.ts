import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { readUsualFrames, usualFrames } from "./usual-frames.ts";

/** A frame as phones send it. */
function frame(payload: Buffer | string, head = 0x81, mask = [1, 2, 3, 4]): Buffer {
  const bytes = Buffer.from(payload);
  const { length } = bytes;
  const header =
    length < 126 ? Buffer.from([head, 0x80 | length]) : Buffer.from([head, 0xfe, length >> 8, length & 255]);
  return Buffer.concat([header, Buffer.from(mask), bytes.map((byte, index) => byte ^ mask[index & 3]!)]);
}

function reading() {
  const seen: string[] = [];
  const frames = usualFrames(
    (text) => seen.push(text),
    (bytes) => seen.push(`<${bytes.toString("hex")}>`),
  );
  return { frames, seen };
}

describe("of a connection's bytes", () => {
  test("whole texts are read, several in one chunk too", () => {
    const { frames, seen } = reading();
    frames.read(Buffer.concat([frame('{"lat":1}'), frame(""), frame("x".repeat(300), 0x81, [9, 0, 255, 7])]));
    expect(seen).toEqual(['{"lat":1}', "", "x".repeat(300)]);
  });

  test.each([
    ["a ping", frame("still there?", 0x89)],
    ["bytes", frame("abc", 0x82)],
    ["other characters than ASCII", frame("Straße")],
    ["a text longer than a point", frame("x".repeat(3_000))],
    ["a fragment, and the text within the others", Buffer.concat([frame("a", 0x01), frame("b", 0x80)])],
  ])("%s goes the general way with what came along, and the next text is read again", (_, other) => {
    const { frames, seen } = reading();
    frames.read(Buffer.concat([frame("before"), other, frame("along")]));
    frames.read(frame("after"));
    expect([seen[0], seen.at(-1)]).toEqual(["before", "after"]);
    const general = Buffer.concat([other, frame("along")]);
    expect(seen.slice(1, -1).join("").replaceAll("><", "")).toBe(`<${general.toString("hex")}>`);
  });

  test("a frame in pieces goes the general way, up to its last byte", () => {
    const { frames, seen } = reading();
    const split = frame("in two");
    frames.read(split.subarray(0, 8));
    frames.read(split.subarray(8));
    frames.read(frame("whole"));
    expect(seen).toEqual([`<${split.toString("hex", 0, 8)}>`, `<${split.toString("hex", 8)}>`, "whole"]);
  });

  test("nothing counts after a closing", () => {
    const { frames, seen } = reading();
    const closing = frame(Buffer.from([3, 232]), 0x88);
    frames.read(Buffer.concat([closing, frame("late")]));
    frames.read(frame("later"));
    expect(seen).toEqual([`<${closing.toString("hex")}>`]);
  });

  test("what is no frame of a client is never cut into texts", () => {
    for (const bad of [Buffer.from([0x81, 0x01, 65]), Buffer.from([0xf1, 0x80, 1, 2, 3, 4])]) {
      const { frames, seen } = reading();
      frames.read(Buffer.concat([bad, frame("hidden")]));
      frames.read(frame("hidden too"));
      expect(seen.every((bytes) => bytes.startsWith("<"))).toBe(true);
    }
  });
});

describe("beside ws alone", () => {
  const heard = new Map<string, { text: string; way: string }[]>();
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 5_000, perMessageDeflate: false });
  const server = createServer();
  let url: URL;

  beforeAll(async () => {
    server.on("upgrade", (request, socket, head) => {
      sockets.handleUpgrade(request, socket, head, (ws) => {
        const messages: { text: string; way: string }[] = [];
        heard.set(request.url!, messages);
        const hear = (text: string, way: string) => messages.push({ text, way });
        ws.on("error", ({ message }) => messages.push({ text: message, way: "error" }));
        ws.on("message", (data) => hear((data as Buffer).toString(), "general"));
        if (request.url!.startsWith("/usual")) readUsualFrames({ ws, socket }, (text) => hear(text, "usual"));
      });
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    url = new URL(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
  afterAll(() => {
    server.close();
  });

  async function opened(path: string): Promise<{ ws: WebSocket; raw: Socket }> {
    const ws = new WebSocket(new URL(path, url));
    await once(ws, "open");
    return { ws, raw: (ws as unknown as { _socket: Socket })._socket };
  }

  let connections = 0;
  async function heardOf(way: "usual" | "general", pieces: readonly Uint8Array[]): Promise<string[]> {
    const path = `/${way}/${(connections += 1)}`;
    const { ws, raw } = await opened(path);
    ws.on("error", () => {});
    const closed = once(ws, "close");
    for (const piece of pieces) {
      raw.write(piece);
      await new Promise((resolve) => setImmediate(resolve));
    }
    raw.end(frame("the end"));
    await closed;
    return heard.get(path)!.map(({ text }) => text);
  }

  test("the usual frames are taken past it", async () => {
    const { ws } = await opened("/usual/way");
    ws.send('{"lat":12.9}');
    ws.send("ü");
    ws.send(Buffer.from("binary"));
    const heardOfAll = once(ws, "pong");
    ws.ping();
    await heardOfAll;
    ws.send("after them");
    const closed = once(ws, "close");
    ws.close(4000, "enough");
    expect((await closed)[0]).toBe(4000);
    expect(heard.get("/usual/way")!.map(({ way }) => way)).toEqual(["usual", "general", "general", "usual"]);
  });

  test("the same messages come in the same order however they are framed and cut", async () => {
    const mask = fc.array(fc.nat(255), { minLength: 4, maxLength: 4 });
    const text = fc.oneof(
      fc.json(),
      fc.string({ unit: "binary", maxLength: 200 }),
      fc.constant("x".repeat(2_100)),
      fc.constant("y".repeat(6_000)),
    );
    const message = fc.oneof(
      { weight: 50, arbitrary: fc.tuple(text, mask).map(([one, key]) => [frame(one, 0x81, key)]) },
      {
        weight: 10,
        arbitrary: fc
          .tuple(fc.array(text, { minLength: 1, maxLength: 3 }), text)
          .map(([first, last]) => [
            ...first.map((one, index) => frame(one, index === 0 ? 0x01 : 0x00)),
            frame(last, 0x80),
          ]),
      },
      { weight: 10, arbitrary: fc.string({ maxLength: 20 }).map((one) => [frame(one, 0x89)]) },
      { weight: 10, arbitrary: fc.uint8Array({ maxLength: 40 }).map((bytes) => [frame(Buffer.from(bytes), 0x82)]) },
      { weight: 3, arbitrary: fc.uint8Array({ maxLength: 20 }).map((bytes) => [Buffer.from(bytes)]) },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(message, { minLength: 1, maxLength: 8 }).map((list) => Buffer.concat(list.flat())),
        fc.array(fc.nat(), { maxLength: 4 }),
        async (bytes, cuts) => {
          const at = cuts.map((cut) => cut % (bytes.length + 1)).toSorted((a, b) => a - b);
          const pieces = [0, ...at].map((from, index) => bytes.subarray(from, at[index] ?? bytes.length));
          expect(await heardOf("usual", pieces)).toEqual(await heardOf("general", pieces));
        },
      ),
      { numRuns: 150 },
    );
  });
});
