import { reservePort, type ReservedPort } from "../process/ports.ts";

/** Where each process would like to listen; a taken port moves to the next free one. */
const preferredPorts = {
  customer: 3000,
  rider: 3001,
  restaurant: 3002,
  gateway: 4000,
  worker: 4001,
  paymentSandbox: 4002,
  life: 4003,
  soketi: 6001,
  soketiMetrics: 9601,
  workflows: 8288,
  postgres: 54320,
  redis: 63790,
} as const;
export type Listener = keyof typeof preferredPorts;
export type Ports = Record<Listener, number>;

/** Ports that are ours from now on; each is let go right before its process starts. */
export type ReservedPorts = { ports: Ports; release: (...names: Listener[]) => Promise<void> };

export async function reservePorts(): Promise<ReservedPorts> {
  const kept = new Map<string, ReservedPort>();
  // One after the other: two that want the same port must not both find it free.
  for (const [name, preferred] of Object.entries(preferredPorts)) kept.set(name, await reservePort(preferred));
  return {
    ports: Object.fromEntries([...kept].map(([name, { port }]) => [name, port])) as Ports,
    async release(...names) {
      for (const name of names) await kept.get(name)?.release();
    },
  };
}

/** What moved, for a person who types addresses from memory. */
export function movedPorts(ports: Ports): string[] {
  return Object.entries(preferredPorts).flatMap(([name, port]) =>
    ports[name as Listener] === port ? [] : [`${name} ${port} → ${ports[name as Listener]}`],
  );
}
