import { once } from "node:events";
import { createServer, connect, type AddressInfo, type Socket } from "node:net";

export interface CuttableServer {
  /** Leads to the same database. */
  readonly url: string;
  /** How often a client has sent something. */
  readonly sent: number;
  /** Resolves when a client next sends bytes with this text. They are passed on in a later turn of the loop. */
  hears(text: string): Promise<void>;
  /** Resets every connection: both ends see ECONNRESET. */
  cut(): void;
  /** Until {@link accept}, who connects is refused. */
  refuse(): void;
  accept(): Promise<void>;
  close(): Promise<void>;
}

/** Stands before a database and loses its connections on request, as a server does that is killed. */
export async function openCuttable(databaseUrl: string): Promise<CuttableServer> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  const listeners = new Map<string, () => void>();
  let sent = 0;
  const server = createServer((client) => {
    const upstream = connect(Number(target.port || 5432), target.hostname);
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket.setNoDelay());
      socket.on("error", () => {});
      socket.on("close", () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    client.on("data", (bytes: Buffer) => {
      sent += 1;
      for (const [text, heard] of listeners) {
        if (bytes.includes(text)) heard();
      }
      setImmediate(() => upstream.write(bytes));
    });
    upstream.pipe(client);
  });
  const listen = (port: number) => once(server.listen(port, "127.0.0.1"), "listening");
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${port}`;
  const cut = () => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    url: url.href,
    get sent() {
      return sent;
    },
    hears: (text) =>
      new Promise((resolve) => {
        listeners.set(text, () => {
          listeners.delete(text);
          resolve();
        });
      }),
    cut,
    refuse: () => void server.close(),
    accept: async () => {
      await listen(port);
    },
    async close() {
      server.close();
      cut();
      if (server.listening) await once(server, "close");
    },
  };
}
