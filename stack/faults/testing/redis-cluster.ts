import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import { baseEnvironment } from "../../src/process/base-environment.ts";
import { anyFreePort } from "../../src/process/ports.ts";
import { type RunningProcess, runProcess } from "../../src/process/run-process.ts";
import { startWatchdog } from "../../src/process/watchdog.ts";
import { findRedisServer, redisAnswers } from "../../src/servers/redis.ts";

export interface TestCluster {
  /** The nodes' addresses as `REDIS_URL` takes them. */
  readonly url: string;
  /** One connection to each node. */
  readonly nodes: readonly Redis[];
  stop(): Promise<void>;
}

const NODES = 3;
const SLOTS = 16_384;

/** Three masters on the loopback address that share the slots among them, with their data in a temporary folder. */
export async function startRedisCluster(): Promise<TestCluster> {
  const command = findRedisServer();
  if (command === undefined) throw new Error("redis-server is not installed");
  const folder = mkdtempSync(join(tmpdir(), "tiffin-cluster-"));
  const watchdog = startWatchdog();
  watchdog.removeAtEnd(folder);
  const running: RunningProcess[] = [];
  const ports: number[] = [];
  for (let node = 0; node < NODES; node += 1) {
    // The bus of the cluster has a port of its own; by default that is 10,000 higher, which may be taken or not exist.
    const [port, bus] = [await anyFreePort(), await anyFreePort()];
    const settings = {
      bind: "127.0.0.1",
      port,
      "cluster-enabled": "yes",
      "cluster-port": bus,
      "cluster-config-file": `node-${node}.conf`,
      "cluster-node-timeout": 5_000,
      "cluster-announce-ip": "127.0.0.1",
      dir: folder,
      save: "",
      appendonly: "no",
    };
    const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
    const spec = { name: `redis-${node}`, command, args, cwd: folder, env: baseEnvironment(), graceMs: 5_000 };
    const isReady = () => redisAnswers(`redis://127.0.0.1:${port}`);
    const child = await runProcess({ ...spec, isReady }, join(folder, `node-${node}.log`));
    watchdog.watch(child.pid, "SIGTERM");
    running.push(child);
    while (!(await isReady())) await sleep(50);
    ports.push(port);
  }
  const nodes = ports.map((port) => new Redis(port, "127.0.0.1"));
  await introduce(nodes);
  return {
    url: ports.map((port) => `redis://127.0.0.1:${port}`).join(","),
    nodes,
    async stop() {
      for (const node of nodes) node.disconnect();
      await Promise.all(running.map((child) => child.stop()));
      watchdog.release();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Each gets a third of the slots and is told of the first; they hear of each other by gossip. */
async function introduce(nodes: readonly Redis[]): Promise<void> {
  const [first] = nodes;
  const share = Math.ceil(SLOTS / nodes.length);
  const [, port, bus] = /:(\d+)@(\d+)/.exec(String(await first!.call("CLUSTER", "NODES"))) ?? [];
  for (const [index, node] of nodes.entries()) {
    const last = Math.min(SLOTS, (index + 1) * share) - 1;
    await node.call("CLUSTER", "ADDSLOTSRANGE", index * share, last);
    await node.call("CLUSTER", "SET-CONFIG-EPOCH", index + 1);
    if (index > 0) await node.call("CLUSTER", "MEET", "127.0.0.1", port!, bus!);
  }
  for (const node of nodes) {
    while (!String(await node.call("CLUSTER", "INFO")).includes("cluster_state:ok")) await sleep(50);
    while (!String(await node.call("CLUSTER", "INFO")).includes(`cluster_known_nodes:${nodes.length}`)) await sleep(50);
  }
}
