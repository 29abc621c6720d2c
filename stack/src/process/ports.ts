import { createServer } from "node:net";
import { setImmediate } from "node:timers/promises";

/** Can this port be listened on, on the loopback address and on all addresses? */
export async function isPortFree(port: number): Promise<boolean> {
  return (await canListen(port, "127.0.0.1")) && (await canListen(port, undefined));
}

function canListen(port: number, host: string | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** A port that the system gives out. */
export function anyFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        typeof address === "object" && address !== null
          ? resolve(address.port)
          : reject(new Error("the system gave no port")),
      );
    });
  });
}

/** A port that is kept for a process until it starts, so that nobody else takes it meanwhile. */
export type ReservedPort = { readonly port: number; release: () => Promise<void> };

/** Keeps the first free port from `preferred` upwards. Until its process runs, it answers 503. */
export async function reservePort(preferred: number): Promise<ReservedPort> {
  for (let port = preferred; port < Math.min(preferred + 200, 65_536); port += 1) {
    if (!(await isPortFree(port))) continue;
    const reserved = await keep(port);
    if (reserved !== undefined) return reserved;
  }
  throw new Error(`no free port between ${preferred} and ${preferred + 199}`);
}

function keep(port: number): Promise<ReservedPort | undefined> {
  return new Promise((resolve) => {
    const keeper = createServer((socket) => {
      socket.on("error", () => {});
      socket.resume(); // unread, it would never close
      // Just hanging up would make some clients try again at once, for ever.
      socket.end(
        "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
      );
    });
    keeper.unref();
    keeper.once("error", () => resolve(undefined)); // somebody was faster
    const release = async () => {
      keeper.close(); // its connections end by themselves: nobody waits for the slowest
      await setImmediate();
    };
    keeper.listen({ port, host: "127.0.0.1", exclusive: true }, () => resolve({ port, release }));
  });
}
