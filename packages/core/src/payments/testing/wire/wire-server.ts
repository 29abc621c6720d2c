import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** A request as it came over the wire. */
export interface WireRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
export interface WireAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Silence strikes the next request that changes something (and whose path fits); an error the next at all. */
export type WireFault =
  | { readonly kind: "timeout_before" | "timeout_after"; readonly path?: RegExp }
  | { readonly kind: "error"; readonly answer: WireAnswer; readonly times?: number };

export interface WireServer {
  readonly url: string;
  /** Everything that was asked, oldest first. */
  readonly requests: WireRequest[];
  fault(fault: WireFault): void;
  close(): Promise<void>;
}

/** An HTTP server that stands in for a gateway; `act` answers as the gateway's documents say. */
export async function startWireServer(act: (request: WireRequest) => WireAnswer): Promise<WireServer> {
  const requests: WireRequest[] = [];
  const faults: WireFault[] = [];

  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const request = await read(incoming);
      requests.push(request);
      const fault = strike(faults, request);
      // Left without an answer: the client gives up, and its connection ends with the server.
      if (fault?.kind === "timeout_before") return;
      const answer = fault?.kind === "error" ? fault.answer : act(request);
      if (fault?.kind === "timeout_after") return;
      const isText = typeof answer.body === "string";
      outgoing.writeHead(answer.status, {
        "content-type": isText ? "text/html" : "application/json",
        ...answer.headers,
      });
      outgoing.end(isText ? answer.body : JSON.stringify(answer.body));
    })();
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    fault: (fault) => void faults.push(fault),
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

async function read(incoming: IncomingMessage): Promise<WireRequest> {
  const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
  return { method: incoming.method ?? "", path: incoming.url ?? "", headers, body: await text(incoming) };
}

function strike(faults: WireFault[], { method, path }: WireRequest): WireFault | undefined {
  const at = faults.findIndex(
    (fault) => fault.kind === "error" || (method !== "GET" && (fault.path === undefined || fault.path.test(path))),
  );
  const fault = faults[at];
  if (fault === undefined) return undefined;
  const left = fault.kind === "error" ? (fault.times ?? 1) - 1 : 0;
  if (left > 0 && fault.kind === "error") faults[at] = { ...fault, times: left };
  else faults.splice(at, 1);
  return fault;
}
