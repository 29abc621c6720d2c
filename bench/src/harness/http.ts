import http from "node:http";

export interface Answer {
  readonly status: number;
  /** Until the last byte. */
  readonly milliseconds: number;
  readonly body: string;
}

export interface HttpClient {
  get(path: string, token: string): Promise<Answer>;
  send(method: "POST" | "PUT" | "PATCH", path: string, token: string, body?: unknown): Promise<Answer>;
  close(): void;
}

/** Plain HTTP over connections that stay open; `connections` of them at most. */
export function httpClient(baseUrl: string, connections: number): HttpClient {
  const { hostname, port } = new URL(baseUrl);
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections, scheduling: "fifo" });
  const ask = (method: string, path: string, token: string, body?: string) =>
    new Promise<Answer>((resolve, reject) => {
      const startedAt = performance.now();
      const headers = {
        authorization: `Bearer ${token}`,
        accept: "application/json",
        ...(body === undefined
          ? {}
          : { "content-type": "application/json", "content-length": Buffer.byteLength(body) }),
      };
      const request = http.request({ agent, hostname, port, path, method, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.once("error", reject);
        response.once("end", () => {
          const milliseconds = performance.now() - startedAt;
          resolve({ status: response.statusCode ?? 0, milliseconds, body: Buffer.concat(chunks).toString("utf8") });
        });
      });
      request.setTimeout(60_000, () => request.destroy(new Error(`no answer within a minute: ${path}`)));
      request.once("error", reject);
      request.end(body);
    });
  return {
    get: (path, token) => ask("GET", path, token),
    send: (method, path, token, body) => ask(method, path, token, JSON.stringify(body ?? {})),
    close: () => agent.destroy(),
  };
}

/** @throws Error with what the server said */
export function okay(answer: Answer, path: string): Answer {
  if (answer.status !== 200) throw new Error(`${answer.status} for ${path}: ${answer.body.slice(0, 300)}`);
  return answer;
}
