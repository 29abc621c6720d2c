import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { afterEach, expect, test } from "vitest";
import { tsx } from "../config/services.ts";
import { anyFreePort, isPortFree, reservePort } from "./ports.ts";

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

test("a taken port moves to the next free one, which is kept until it is let go", async () => {
  const port = await anyFreePort();
  await occupy(port, "127.0.0.1");
  const first = await reservePort(port);
  const second = await reservePort(port);
  expect(first.port).toBeGreaterThan(port);
  expect(second.port).toBeGreaterThan(first.port);
  expect(await isPortFree(first.port)).toBe(false);
  expect((await fetch(`http://127.0.0.1:${first.port}`)).status).toBe(503);
  await Promise.all([first.release(), second.release()]);
  expect(await isPortFree(first.port)).toBe(true);
});

test("two stacks that start at the same time choose different ports; one that was killed keeps none", async () => {
  const port = await anyFreePort();
  const program = `
    const { reservePort } = await import(${JSON.stringify(new URL("./ports.ts", import.meta.url).href)});
    console.log((await reservePort(${port})).port);
    setInterval(() => {}, 1000);`;
  const other = spawn(process.execPath, ["--import", tsx(), "--input-type=module", "-e", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(other.stdout, "data")) as [Buffer];
  expect(Number(line.toString())).toBe(port);
  const ours = await reservePort(port);
  expect(ours.port).toBeGreaterThan(port);
  other.kill("SIGKILL");
  await once(other, "exit");
  expect(await isPortFree(port)).toBe(true);
  await ours.release();
});
