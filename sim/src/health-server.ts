import { createServer } from "node:http";
import type { Server } from "node:http";
import type { Registry } from "prom-client";

/** /healthz says that the process lives, /readyz that its bots are at work, /metrics what it counts. */
export function serveHealth(host: string, port: number, isReady: () => boolean, metrics: Registry): Promise<Server> {
  const server = createServer((request, response) => {
    const answer = (status: number, body: string, type = "application/json") => {
      response.writeHead(status, { "content-type": type });
      response.end(body);
    };
    switch (request.url) {
      case "/healthz":
        return answer(200, JSON.stringify({ status: "ok" }));
      case "/readyz":
        return isReady()
          ? answer(200, JSON.stringify({ status: "ok" }))
          : answer(503, JSON.stringify({ status: "starting" }));
      case "/metrics":
        return void metrics.metrics().then((text) => answer(200, text, metrics.contentType));
      default:
        return answer(404, JSON.stringify({ status: "unknown path" }));
    }
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve(server));
  });
}
