import { createServer } from "node:http";
import type { Server } from "node:http";

/** /healthz says that the process lives, /readyz that its bots are at work. */
export function serveHealth(host: string, port: number, isReady: () => boolean): Promise<Server> {
  const server = createServer((request, response) => {
    const ok = request.url === "/healthz" || (request.url === "/readyz" && isReady());
    const known = request.url === "/healthz" || request.url === "/readyz";
    response.writeHead(known ? (ok ? 200 : 503) : 404, { "content-type": "application/json" });
    response.end(JSON.stringify({ status: ok ? "ok" : known ? "starting" : "unknown path" }));
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve(server));
  });
}
