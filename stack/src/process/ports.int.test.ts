import { spawn } from "node:child_process";
import { once } from "node:events";
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
  const first = await claimPort(port);
  const second = await claimPort(port);
  expect(first).toBeGreaterThan(port);
  expect(second).toBeGreaterThan(first);
});

test("two stacks that start at the same time choose different ports; one that was killed holds none", async () => {
  const port = await anyFreePort();
  const other = spawn(
    process.execPath,
    [
      "--import",
      "tsx",
      "--input-type=module",
      "-e",
      `
      import { claimPort } from ${JSON.stringify(new URL("./ports.ts", import.meta.url).href)};
      console.log(await claimPort(${port}));
      setInterval(() => {}, 1_000);`,
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const [line] = (await once(other.stdout, "data")) as [Buffer];
  expect(Number(line.toString())).toBe(port);
  expect(await claimPort(port)).not.toBe(port);
  other.kill("SIGKILL");
  await once(other, "exit");
  expect(await claimPort(port)).toBe(port);
});
