import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import type { Fix } from "./fix.ts";
import { LocationStream, type StreamState } from "./location-stream.ts";

const fix: Fix = { lat: 12.97, lng: 77.59, recordedAt: "2026-03-01T12:00:00.000Z", seq: 1 };
const taken = { accepted: 1, rejected: [], nextPingSeconds: 3 };

/** Real sockets, whose pauses the test decides about. */
let server: WebSocketServer;
let url: string;
let stream: LocationStream | undefined;
beforeEach(async () => {
  server = new WebSocketServer({ port: 0, host: "127.0.0.1", handleProtocols: ([first]) => first ?? false });
  await once(server, "listening");
  url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  vi.stubGlobal("WebSocket", WebSocket);
  vi.stubGlobal("location", { hostname: "127.0.0.1" });
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});
afterEach(() => {
  stream?.close();
  for (const client of server.clients) client.terminate();
  server.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** A rider's stream; `tickets` counts how often it tried. */
function open(getUrl: () => string = () => url) {
  const seen: StreamState[] = [];
  let heard = () => {};
  let tickets = 0;
  stream = new LocationStream(
    async () => {
      tickets += 1;
      return { url: getUrl(), token: `token-${tickets}` };
    },
    (state) => {
      seen.push(state);
      heard();
    },
  );
  return {
    stream,
    tickets: () => tickets,
    /** Once it is so, again. */
    becomes: async (state: StreamState) => {
      while (!seen.includes(state)) await new Promise<void>((resolve) => (heard = resolve));
      seen.length = 0;
    },
  };
}
const arrived = async () => ((await once(server, "connection")) as [WebSocket])[0];
const nobody = () => {
  throw new Error("no network");
};

it("is one connection, though the phone comes back to life while it asks for its ticket", async () => {
  const { stream, tickets, becomes } = open();
  stream.wake();
  await becomes("open");
  expect([tickets(), server.clients.size]).toEqual([1, 1]);
});

describe("a stream that breaks", () => {
  it.each([
    ["soonest", 0, 0.5],
    ["latest", 1, 1.5],
  ])("comes back after growing pauses, half a minute at most, %s", async (_, random, factor) => {
    vi.spyOn(Math, "random").mockReturnValue(random);
    const { tickets, becomes } = open(nobody);
    await becomes("waiting");
    for (const [index, seconds] of [1, 2, 4, 8, 16, 30, 30].entries()) {
      await vi.advanceTimersByTimeAsync(seconds * factor * 1_000 - 1);
      expect(tickets()).toBe(index + 1);
      await vi.advanceTimersByTimeAsync(1);
      expect(tickets()).toBe(index + 2);
    }
  });

  it("comes back at once with a new token when the old one ran out, and late when another page took over", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0.5);
    const first = arrived();
    const { tickets, becomes } = open();
    await becomes("open");
    expect((await first).protocol).toBe("bearer.token-1");

    const second = arrived();
    (await first).close(4401);
    await becomes("waiting");
    await vi.advanceTimersByTimeAsync(200);
    expect((await second).protocol).toBe("bearer.token-2");
    await becomes("open");

    (await second).close(4409);
    await becomes("waiting");
    await vi.advanceTimersByTimeAsync(29_999);
    expect(tickets()).toBe(2);
    await vi.advanceTimersByTimeAsync(1);
    await becomes("open");
    expect(tickets()).toBe(3);
  });

  it("does not wait for its turn when the phone wakes up", async () => {
    const { stream: own, tickets, becomes } = open(nobody);
    await becomes("waiting");
    own.wake();
    await becomes("waiting");
    expect(tickets()).toBe(2);
  });
});

describe("a batch", () => {
  async function opened(answer?: (text: string) => object) {
    const connected = arrived();
    const own = open();
    const socket = await connected;
    if (answer) socket.on("message", (data) => socket.send(JSON.stringify(answer((data as Buffer).toString()))));
    await own.becomes("open");
    return { ...own, socket };
  }

  it("is answered for", async () => {
    const heard: string[] = [];
    const { stream: own } = await opened((text) => {
      heard.push(text);
      return taken;
    });
    expect(await own.send([fix])).toEqual(taken);
    expect(heard.map((text) => JSON.parse(text))).toEqual([{ points: [fix] }]);
  });

  it("that is refused says when to try again, whether or not the server did", async () => {
    const answers = [{ error: {}, retryAfterSeconds: 7 }, { error: {} }];
    const { stream: own } = await opened(() => answers.shift() ?? {});
    await expect(own.send([fix])).rejects.toMatchObject({ retryAfterSeconds: 7 });
    await expect(own.send([fix])).rejects.toMatchObject({ retryAfterSeconds: 5 });
  });

  it("that nobody answers is given back after a quarter of a minute, and the connection made anew", async () => {
    const { stream: own, becomes } = await opened();
    const outcome = own.send([fix]).catch(String);
    await vi.advanceTimersByTimeAsync(15_000);
    expect(await outcome).toContain("no answer");
    await becomes("waiting");
  });

  it("is given back when the connection breaks, or is closed for good", async () => {
    const { stream: own, socket, becomes } = await opened();
    const outcome = own.send([fix]).catch(String);
    socket.terminate();
    expect(await outcome).toContain("the connection broke");
    await becomes("waiting");
    await expect(own.send([fix])).rejects.toThrow("not open");
    own.close();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.clients.size).toBe(0);
  });
});
