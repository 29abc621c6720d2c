import { createServer } from "node:net";
import { promisePort } from "./port-promises.ts";

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

/** The first free port from `preferred` upwards that is not promised to anybody: to this stack or to another that starts now. */
export async function claimPort(preferred: number): Promise<number> {
  for (let port = preferred; port < Math.min(preferred + 200, 65_536); port += 1) {
    if ((await isPortFree(port)) && promisePort(port)) return port;
  }
  throw new Error(`no free port between ${preferred} and ${preferred + 199}`);
}
