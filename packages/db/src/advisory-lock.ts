import postgres from "postgres";
import { reconnectDelay } from "./reconnect-delay.ts";

export interface LeaderLock {
  /** Takes the lock if nobody has it. */
  tryAcquire(): Promise<boolean>;
  /** Whether it is still held: asked now and then, because a broken connection gives it up silently. */
  isHeld(): Promise<boolean>;
  /** Gives it up, with the connection. */
  close(): Promise<void>;
}

/**
 * A session's advisory lock on a connection of its own, which is never pooled, recycled or left to idle out: the server
 * frees the lock when that connection ends, so a leader that dies is followed by another.
 */
export function openLeaderLock(url: string, key: number, applicationName: string): LeaderLock {
  const client = postgres(url, {
    max: 1,
    idle_timeout: 0,
    max_lifetime: null,
    connect_timeout: 10,
    backoff: reconnectDelay,
    onnotice: () => {},
    connection: { application_name: applicationName },
  });
  let backend: number | null = null;
  return {
    async tryAcquire() {
      const [row] = await client<{ taken: boolean; pid: number }[]>`
        select pg_try_advisory_lock(${key}) as taken, pg_backend_pid() as pid`;
      backend = row?.taken === true ? row.pid : null;
      return backend !== null;
    },
    async isHeld() {
      if (backend === null) return false;
      try {
        const [row] = await client<{ pid: number }[]>`select pg_backend_pid() as pid`;
        return row?.pid === backend;
      } catch {
        return false;
      }
    },
    async close() {
      backend = null;
      await client.end({ timeout: 2 });
    },
  };
}
