import { createHmac } from "node:crypto";
import { createSocket } from "node:dgram";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import Pusher from "pusher";
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from "vitest";
import { WebSocket } from "ws";
import { z } from "zod";
import { type RunningProcess, runProcess, waitUntilReady } from "../process/run-process.ts";
import { freeSoketiPorts, prepareSoketi, type SoketiOptions } from "./soketi.ts";

const app = { id: "tiffin", key: "app-key", secret: "app-secret" };
const folder = mkdtempSync(join(tmpdir(), "tiffin-soketi-"));
const running: RunningProcess[] = [];

async function startSoketi(name: string, more: Partial<SoketiOptions> = {}) {
  const ports = await freeSoketiPorts();
  const spec = await prepareSoketi({ folder: join(folder, name), host: "127.0.0.1", ...ports, app, ...more });
  const log = join(folder, `${name}.log`);
  const child = await runProcess(spec, log);
  running.push(child);
  await waitUntilReady(child, log);
  const pusher = new Pusher({
    appId: app.id,
    key: app.key,
    secret: app.secret,
    host: "127.0.0.1",
    port: String(ports.port),
    useTLS: false,
  });
  return { ...ports, child, pusher, url: `http://127.0.0.1:${ports.port}` };
}

/** A client that speaks frames, so that it can also speak nonsense. */
async function connect(port: number) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/app/${app.key}?protocol=7`);
  sockets.push(socket);
  const received: { event: string; channel?: string; data?: unknown }[] = [];
  socket.on("message", (data: Buffer) => received.push(JSON.parse(data.toString("utf8"))));
  socket.on("error", () => {});
  const next = async (event: string) => {
    await expect.poll(() => received.map((frame) => frame.event), { timeout: 10_000 }).toContain(event);
    return received.find((frame) => frame.event === event);
  };
  const established = await next("pusher:connection_established");
  return {
    socket,
    id: z.object({ socket_id: z.string() }).parse(JSON.parse(String(established?.data))).socket_id,
    next,
    send: (frame: unknown) => socket.send(typeof frame === "string" ? frame : JSON.stringify(frame)),
  };
}
const sockets: WebSocket[] = [];

/** The library's types know well-formed bodies only. */
function anyShape(body: unknown): string {
  return body as string;
}

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.terminate();
});
afterAll(async () => {
  await Promise.all(running.map((child) => child.stop()));
  rmSync(folder, { recursive: true, force: true });
});

describe("one node", () => {
  let soketi: Awaited<ReturnType<typeof startSoketi>>;
  beforeAll(async () => {
    soketi = await startSoketi("one");
  });

  test("carries an event from the HTTP API to a subscriber", async () => {
    const client = await connect(soketi.port);
    client.send({ event: "pusher:subscribe", data: { channel: "city" } });
    await client.next("pusher_internal:subscription_succeeded");
    await soketi.pusher.triggerBatch([{ channel: "city", name: "greeting", data: { text: "hello" } }]);
    expect(await client.next("greeting")).toMatchObject({ channel: "city", data: JSON.stringify({ text: "hello" }) });
  });

  test.each([
    ["a subscription without data", { event: "pusher:subscribe" }],
    ["a subscription whose data is null", { event: "pusher:subscribe", data: null }],
    ["a channel that is a number", { event: "pusher:subscribe", data: { channel: 7 } }],
    ["an unsubscription without data", { event: "pusher:unsubscribe" }],
    ["a sign-in without data", { event: "pusher:signin" }],
    [
      "a presence channel whose member is not JSON",
      { event: "pusher:subscribe", data: { channel: "presence-a", channel_data: "{" } },
    ],
    ["an event that is a number", { event: 5 }],
    ["null", "null"],
    ["not JSON", "{"],
    ["an array", "[]"],
  ])("lives on after %s", async (_name, frame) => {
    const client = await connect(soketi.port);
    client.send(frame);
    client.send({ event: "pusher:ping", data: {} });
    await client.next("pusher:pong");
    expect(soketi.child.hasEnded()).toBe(false);
  });

  test("lives on when an unknown client speaks before it is known, and leaves", async () => {
    for (let i = 0; i < 20; i += 1) {
      const socket = new WebSocket(`ws://127.0.0.1:${soketi.port}/app/${i % 2 === 0 ? app.key : "no-such-key"}`);
      socket.on("error", () => {});
      socket.on("open", () => {
        socket.send(JSON.stringify({ event: "pusher:subscribe", data: { channel: "private-x" } }));
        socket.terminate();
      });
      await new Promise((resolve) => socket.once("close", resolve));
    }
    expect((await fetch(`${soketi.url}/healthz`)).status).toBe(200);
    expect(soketi.child.hasEnded()).toBe(false);
  });

  test("refuses a frame of a hundred kilobytes", async () => {
    const client = await connect(soketi.port);
    const closed = new Promise((resolve) => client.socket.once("close", resolve));
    client.send("x".repeat(100 * 1024));
    await closed;
    expect(soketi.child.hasEnded()).toBe(false);
  });

  test("answers errors by their own status, and the pusher library sees them", async () => {
    expect((await fetch(`${soketi.url}/apps/nobody/events`, { method: "POST", body: "{}" })).status).toBe(404);
    expect((await fetch(`${soketi.url}/apps/${app.id}/events`, { method: "POST", body: "{}" })).status).toBe(401);
    expect((await fetch(`${soketi.url}/no/such/path`)).status).toBe(404);
    const stranger = new Pusher({
      appId: app.id,
      key: app.key,
      secret: "wrong",
      host: "127.0.0.1",
      port: String(soketi.port),
      useTLS: false,
    });
    await expect(stranger.trigger("city", "greeting", {})).rejects.toMatchObject({ status: 401 });
    await expect(
      soketi.pusher.post({ path: "/batch_events", body: anyShape({ batch: "none" }) }),
    ).rejects.toMatchObject({
      status: 400,
    });
    await expect(
      soketi.pusher.post({ path: "/events", body: anyShape({ name: 1, channels: 5, data: "x" }) }),
    ).rejects.toMatchObject({ status: 400 });
    expect((await soketi.pusher.trigger("city", "greeting", { a: 1 })).status).toBe(200);
  });

  test("refuses a request that was signed an hour ago", async () => {
    const path = `/apps/${app.id}/channels`;
    const ask = (at: number) => {
      const query = `auth_key=${app.key}&auth_timestamp=${Math.floor(at / 1000)}&auth_version=1.0`;
      const signature = createHmac("sha256", app.secret).update(`GET\n${path}\n${query}`).digest("hex");
      return fetch(`${soketi.url}${path}?${query}&auth_signature=${signature}`);
    };
    expect((await ask(Date.now() - 3_600_000)).status).toBe(401);
    expect((await ask(Date.now())).status).toBe(200);
  });

  test("answers health, readiness and metrics as every process does", async () => {
    for (const path of ["/healthz", "/readyz"]) expect((await fetch(soketi.url + path)).status).toBe(200);
    for (const at of [soketi.url, `http://127.0.0.1:${soketi.metricsPort}`]) {
      expect(await (await fetch(`${at}/metrics`)).text()).toContain("soketi_");
    }
  });
});

test("says nothing to the whole network", async () => {
  const listener = createSocket({ type: "udp4", reuseAddr: true });
  const heard: string[] = [];
  listener.on("message", (message) => heard.push(message.toString("utf8")));
  await new Promise<void>((resolve) => listener.bind(11_002, resolve));
  try {
    await startSoketi("quiet");
    await sleep(1500); // discovery said hello twice a second
    expect(heard).toEqual([]);
  } finally {
    listener.close();
  }
});

test("ends with an error when its port is taken", async () => {
  const first = await startSoketi("first");
  const spec = await prepareSoketi({
    folder: join(folder, "second"),
    host: "127.0.0.1",
    port: first.port,
    metricsPort: first.metricsPort,
    app,
  });
  const second = await runProcess(spec, join(folder, "second.log"));
  running.push(second);
  expect((await second.ended).code).toBe(1);
});

test("two nodes share events and ends through Redis, and neither dies of a message that is not JSON", async () => {
  const url = new URL(inject("redisUrl"));
  const redis = { host: url.hostname, port: Number(url.port), password: url.password, prefix: "soketi-test" };
  const [left, right] = await Promise.all([startSoketi("left", { redis }), startSoketi("right", { redis })]);

  const publisher = new Redis(inject("redisUrl"));
  for (const channel of ["redis-adapter", "redis-adapter#comms#req", "redis-adapter#comms#res"]) {
    for (const poison of ["not json", "null", "[]", "{}", '{"type":3,"requestId":"r","appId":"none","opts":null}']) {
      await publisher.publish(`soketi-test#${channel}`, poison);
    }
  }
  publisher.disconnect();

  const client = await connect(left.port);
  client.send({ event: "pusher:subscribe", data: { channel: "city" } });
  await client.next("pusher_internal:subscription_succeeded");
  await right.pusher.trigger("city", "across", { from: "right" });
  expect(await client.next("across")).toBeDefined();
  expect([left.child.hasEnded(), right.child.hasEnded()]).toEqual([false, false]);

  // A socket is ended by its own id, whichever node it is at; its neighbour stays.
  const neighbour = await connect(left.port);
  const closed = new Promise((resolve) => client.socket.once("close", resolve));
  await right.pusher.terminateUserConnections(client.id);
  expect(await closed).toBe(4_202);
  neighbour.send({ event: "pusher:ping", data: {} });
  await neighbour.next("pusher:pong");
  await right.pusher.terminateUserConnections(client.id);
  await right.pusher.terminateUserConnections("nobody");
  expect([left.child.hasEnded(), right.child.hasEnded()]).toEqual([false, false]);
});
