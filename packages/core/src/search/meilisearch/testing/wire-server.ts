import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

interface Document {
  readonly id: string;
  readonly name?: string;
  readonly [field: string]: unknown;
}

interface WireIndex {
  readonly documents: Map<string, Document>;
  settings: Record<string, unknown> | null;
}

interface WireTask {
  readonly uid: number;
  readonly indexUid: string | null;
  readonly type: string;
  status: "enqueued" | "succeeded" | "failed";
  readonly details: Record<string, unknown>;
  error: { message: string; code: string; type: string; link: string } | null;
  readonly enqueuedAt: string;
}

export interface WireServer {
  readonly url: string;
  readonly key: string;
  readonly indexes: Map<string, WireIndex>;
  /** Everything that was asked for: `POST /swap-indexes`. Polls of tasks are left out. */
  readonly requests: string[];
  /** The bodies of `/multi-search`. */
  readonly searches: { queries: Record<string, unknown>[] }[];
  /** What `/multi-search` answers. */
  results: Record<string, unknown>[];
  /** Documents of that name make their task fail, as a `_geo` that can't be read does. */
  refuses: string | null;
  /** Takes requests and never answers. */
  isStuck: boolean;
  /** Called when a task is worked off. */
  onTask: (type: string) => void;
  close(): Promise<void>;
}

/**
 * Speaks the request and response forms of Meilisearch's HTTP interface (tasks, indexes, documents, swaps, errors), so
 * that what the adapter does on the wire can be tested where no Meilisearch is. It searches nothing: whether results are
 * right only the contract suite against a real server can tell.
 */
export async function startWireServer(): Promise<WireServer> {
  const key = "wire-test-key";
  const indexes = new Map<string, WireIndex>();
  const tasks: WireTask[] = [];
  const work: { task: WireTask; run: () => void }[] = [];

  function enqueue(type: string, indexUid: string | null, run: () => void, details: Record<string, unknown> = {}) {
    const enqueuedAt = new Date().toISOString();
    const task: WireTask = { uid: tasks.length, indexUid, type, status: "enqueued", details, error: null, enqueuedAt };
    tasks.push(task);
    work.push({ task, run });
    return { status: 202, body: { taskUid: task.uid, indexUid, status: "enqueued", type, enqueuedAt } };
  }

  /** One task at a time, in order, each after somebody asked for it once in vain. */
  function workOff(): void {
    const next = work.shift();
    if (next === undefined) return;
    try {
      server.onTask(next.task.type);
      next.run();
      next.task.status = "succeeded";
    } catch (error) {
      next.task.status = "failed";
      next.task.error =
        error instanceof Fault ? error.body : new Fault(500, "internal", String(error), "internal").body;
    }
  }

  function indexOf(uid: string): WireIndex {
    const index = indexes.get(uid);
    if (index === undefined) throw new Fault(404, "index_not_found", `Index \`${uid}\` not found.`);
    return index;
  }

  function addDocuments(uid: string, documents: readonly Document[]): void {
    const index = indexOf(uid);
    for (const document of documents) {
      if (document.name === server.refuses) {
        throw new Fault(
          400,
          "invalid_document_geo_field",
          `The \`_geo\` field in the document with the id: \`"${document.id}"\` is not an object.`,
        );
      }
    }
    for (const document of documents) index.documents.set(document.id, document);
  }

  function answer(
    method: string,
    path: string,
    query: URLSearchParams,
    body: never,
  ): { status: number; body: unknown } {
    const [, first, uid = "", rest = "", action = ""] = path.split("/");
    const route = `${method} /${first}${uid === "" ? "" : "/:uid"}${rest === "" ? "" : `/${rest}`}${action === "" ? "" : `/${action}`}`;
    switch (route) {
      case "GET /tasks/:uid": {
        const task = tasks[Number(uid)];
        if (task === undefined) throw new Fault(404, "task_not_found", `Task \`${uid}\` not found.`);
        const told = { ...task };
        workOff();
        return { status: 200, body: told };
      }
      case "GET /tasks": {
        const types = query.get("types")?.split(",") ?? [];
        const results = tasks.filter((task) => types.includes(task.type)).toReversed();
        return { status: 200, body: { results, total: results.length, limit: 1_000, from: null, next: null } };
      }
      case "GET /indexes":
        return {
          status: 200,
          body: {
            results: [...indexes.keys()].map((name) => ({ uid: name })),
            offset: 0,
            limit: 1_000,
            total: indexes.size,
          },
        };
      case "GET /indexes/:uid":
        indexOf(uid);
        return { status: 200, body: { uid, primaryKey: "id" } };
      case "POST /indexes": {
        const { uid: name } = body as { uid: string };
        return enqueue("indexCreation", name, () => {
          if (indexes.has(name)) throw new Fault(409, "index_already_exists", `Index \`${name}\` already exists.`);
          indexes.set(name, { documents: new Map(), settings: null });
        });
      }
      case "DELETE /indexes/:uid":
        return enqueue("indexDeletion", uid, () => {
          indexOf(uid);
          indexes.delete(uid);
        });
      case "PATCH /indexes/:uid/settings":
        return enqueue("settingsUpdate", uid, () => {
          indexOf(uid).settings = body;
        });
      case "GET /indexes/:uid/settings/filterable-attributes":
        return { status: 200, body: indexOf(uid).settings?.["filterableAttributes"] ?? [] };
      case "POST /indexes/:uid/documents":
        return enqueue("documentAdditionOrUpdate", uid, () => addDocuments(uid, body));
      case "POST /indexes/:uid/documents/delete-batch":
        return enqueue("documentDeletion", uid, () => {
          for (const id of body as string[]) indexOf(uid).documents.delete(id);
        });
      case "POST /indexes/:uid/documents/fetch": {
        const { filter, limit } = body as { filter: string; limit: number };
        const all = [...indexOf(uid).documents.values()];
        const results = all.filter(({ id }) => filter.includes(id)).slice(0, limit);
        return { status: 200, body: { results, offset: 0, limit, total: results.length } };
      }
      case "POST /indexes/:uid/search":
        indexOf(uid);
        return {
          status: 200,
          body: { hits: [], totalHits: 0, facetDistribution: { timeZone: { "Asia/Kolkata": 2 } } },
        };
      case "POST /multi-search":
        server.searches.push(body);
        return { status: 200, body: { results: server.results } };
      case "POST /swap-indexes": {
        const swaps = body as { indexes: [string, string] }[];
        return enqueue(
          "indexSwap",
          null,
          () => {
            for (const {
              indexes: [a, b],
            } of swaps) {
              const [one, two] = [indexOf(a), indexOf(b)];
              indexes.set(a, two);
              indexes.set(b, one);
            }
          },
          { swaps: swaps.map((swap) => ({ ...swap, rename: false })) },
        );
      }
      default:
        throw new Fault(404, "not_found", `no route for ${route}`);
    }
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (server.isStuck) return;
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://wire");
    if (!pathname.startsWith("/tasks/")) server.requests.push(`${request.method} ${pathname}`);
    let status = 500;
    let body: unknown;
    try {
      const authorization = request.headers.authorization;
      if (authorization === undefined) {
        throw new Fault(401, "missing_authorization_header", "The Authorization header is missing.", "auth");
      }
      if (authorization !== `Bearer ${key}`)
        throw new Fault(403, "invalid_api_key", "The provided API key is invalid.", "auth");
      const text = Buffer.concat(chunks).toString();
      ({ status, body } = answer(
        request.method ?? "GET",
        pathname,
        searchParams,
        (text === "" ? null : JSON.parse(text)) as never,
      ));
    } catch (error) {
      const fault = error instanceof Fault ? error : new Fault(500, "internal", String(error), "internal");
      ({ status, body } = fault);
    }
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  }

  const http = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const { port } = http.address() as AddressInfo;
  const server: WireServer = {
    url: `http://127.0.0.1:${port}`,
    key,
    indexes,
    requests: [],
    searches: [],
    results: [],
    refuses: null,
    isStuck: false,
    onTask: () => {},
    async close() {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
  return server;
}

class Fault extends Error {
  readonly status: number;
  readonly body: { message: string; code: string; type: string; link: string };

  constructor(status: number, code: string, message: string, type = "invalid_request") {
    super(message);
    this.status = status;
    this.body = { message, code, type, link: `https://docs.meilisearch.com/errors#${code}` };
  }
}
