import { createServer, type Server } from "node:net";
import { afterEach, expect, test } from "vitest";
import { anyFreePort, claimPort, isPortFree } from "./ports.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function occupy(port: number, host: string): Promise<void> {
  const server = createServer();
  servers.push(server);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
}

test.each(["127.0.0.1", "0.0.0.0"])("a port that somebody listens on at %s is taken", async (host) => {
  const port = await anyFreePort();
  await occupy(port, host);
  expect(await isPortFree(port)).toBe(false);
});

test("a taken port moves to the next free one, and nobody else is promised the same", async () => {
  const port = await anyFreePort();
  await occupy(port, "127.0.0.1");
  const promised = new Set<number>();
  const first = await claimPort(port, promised);
  const second = await claimPort(port, promised);
  expect(first).toBeGreaterThan(port);
  expect(second).toBeGreaterThan(first);
});
