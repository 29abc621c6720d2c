import http from "node:http";
import https from "node:https";

export type Reply =
  | {
      readonly kind: "reply";
      readonly status: number;
      readonly headers: http.IncomingHttpHeaders;
      readonly text: string;
    }
  /** Nothing was executed: there was nobody to talk to. */
  | { readonly kind: "unreachable"; readonly message: string }
  /** The connection broke after the request was sent: anything may have happened. */
  | { readonly kind: "lost"; readonly message: string };

const maxReplyBytes = 32 * 1024 * 1024;

/** Plain node:http with kept-alive connections: a call costs one round trip, and an error says what happened. */
export class AppClient {
  readonly #agents = {
    "http:": new http.Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY }),
    "https:": new https.Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY }),
  };
  readonly #timeoutMs: number;
  readonly #open = new Set<http.ClientRequest>();

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
  }

  async send(method: "POST" | "PUT", url: string, headers: Record<string, string>, body: string): Promise<Reply> {
    const target = new URL(url);
    const first = await this.#once(method, target, headers, body);
    // A kept-alive connection that the app closed just now: the request was not taken, so it goes out once more.
    return first === "stale" ? ((await this.#once(method, target, headers, body)) as Reply) : first;
  }

  /** Ends all calls in flight; they come back as lost. */
  abort(): void {
    for (const request of this.#open) request.destroy(new Error("the engine is stopping"));
    this.#agents["http:"].destroy();
    this.#agents["https:"].destroy();
  }

  #once(method: string, url: URL, headers: Record<string, string>, body: string): Promise<Reply | "stale"> {
    const secure = url.protocol === "https:";
    return new Promise((resolve) => {
      const request = (secure ? https : http).request(url, {
        method,
        agent: secure ? this.#agents["https:"] : this.#agents["http:"],
        headers: { ...headers, "content-length": String(Buffer.byteLength(body)) },
      });
      this.#open.add(request);
      const timer = setTimeout(
        () => request.destroy(new Error(`no answer within ${this.#timeoutMs} ms`)),
        this.#timeoutMs,
      );
      let answered = false;
      const settle = (result: Reply | "stale"): void => {
        clearTimeout(timer);
        this.#open.delete(request);
        resolve(result);
      };
      let connected = false;
      request.on("socket", (socket) => {
        if (request.reusedSocket) connected = true;
        else socket.once(secure ? "secureConnect" : "connect", () => (connected = true));
      });
      const failed = (error: NodeJS.ErrnoException): void => {
        const message = `${url.host}: ${error.code === undefined ? error.message : `${error.code} ${error.message}`}`;
        const closed = error.code === "ECONNRESET" || error.code === "EPIPE";
        if (!connected) settle({ kind: "unreachable", message });
        else if (!answered && request.reusedSocket && closed) settle("stale");
        else settle({ kind: "lost", message });
      };
      request.on("error", failed);
      request.on("response", (response) => {
        answered = true;
        const chunks: Buffer[] = [];
        let size = 0;
        response.on("data", (chunk: Buffer) => {
          size += chunk.length;
          if (size > maxReplyBytes) request.destroy(new Error(`the answer is over ${maxReplyBytes} bytes`));
          else chunks.push(chunk);
        });
        response.on("error", failed);
        response.on("end", () => {
          settle({
            kind: "reply",
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: Buffer.concat(chunks).toString("utf8"),
          });
        });
      });
      request.end(body);
    });
  }
}
