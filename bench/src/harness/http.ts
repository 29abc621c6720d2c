import http from "node:http";

export interface Answer {
  readonly status: number;
  /** Until the last byte. */
  readonly milliseconds: number;
  readonly body: string;
}

export interface HttpClient {
  get(path: string, token: string): Promise<Answer>;
  close(): void;
}

/** Plain HTTP over connections that stay open; `connections` of them at most. */
export function httpClient(baseUrl: string, connections: number): HttpClient {
  const { hostname, port } = new URL(baseUrl);
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections, scheduling: "fifo" });
  return {
    get: (path, token) =>
      new Promise((resolve, reject) => {
        const startedAt = performance.now();
        const request = http.get(
          { agent, hostname, port, path, headers: { authorization: `Bearer ${token}`, accept: "application/json" } },
          (response) => {
            const chunks: Buffer[] = [];
            response.on("data", (chunk: Buffer) => chunks.push(chunk));
            response.once("error", reject);
            response.once("end", () => {
              const milliseconds = performance.now() - startedAt;
              resolve({ status: response.statusCode ?? 0, milliseconds, body: Buffer.concat(chunks).toString("utf8") });
            });
          },
        );
        request.setTimeout(60_000, () => request.destroy(new Error(`no answer within a minute: ${path}`)));
        request.once("error", reject);
      }),
    close: () => agent.destroy(),
  };
}

/** @throws Error with what the server said */
export function okay(answer: Answer, path: string): Answer {
  if (answer.status !== 200) throw new Error(`${answer.status} for ${path}: ${answer.body.slice(0, 300)}`);
  return answer;
}
