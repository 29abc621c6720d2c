import {
  Meilisearch,
  MeilisearchApiError,
  type EnqueuedTaskPromise,
  type MeilisearchErrorResponse,
  type Task,
} from "meilisearch";
import { setTimeout as sleep } from "node:timers/promises";
import { DomainError } from "@tiffin/domain/errors";
import { DocumentRefusedError } from "../rebuild/port.ts";

export interface MeilisearchOptions {
  readonly url: string;
  readonly key: string;
  /** Another index than the product's own, for tests. */
  readonly indexName?: string;
  /** How long the server may take for an answer, and for work that it was given. */
  readonly requestTimeoutMs?: number;
  readonly taskTimeoutMs?: number;
}

const REQUEST_TIMEOUT_MS = 5_000;
/** A thousand documents are some megabytes. */
const UPLOAD_TIMEOUT_MS = 60_000;
/** The server works its tasks off one after another: ours may wait for others'. */
const TASK_TIMEOUT_MS = 300_000;

/** A Meilisearch server and what its failures mean to us. */
export class Connection {
  /** For questions: answers quickly or not at all. */
  readonly reader: Meilisearch;
  /** For documents and settings. */
  readonly writer: Meilisearch;
  readonly #taskTimeoutMs: number;

  constructor({ url, key, requestTimeoutMs, taskTimeoutMs }: MeilisearchOptions) {
    this.reader = new Meilisearch({ host: url, apiKey: key, timeout: requestTimeoutMs ?? REQUEST_TIMEOUT_MS });
    this.writer = new Meilisearch({ host: url, apiKey: key, timeout: requestTimeoutMs ?? UPLOAD_TIMEOUT_MS });
    this.#taskTimeoutMs = taskTimeoutMs ?? TASK_TIMEOUT_MS;
  }

  /**
   * Runs calls. Whatever goes wrong is the engine's, not the caller's, and may be over later: UNAVAILABLE, with the
   * server's own code in its cause (`invalid_api_key`, say). Only a document that it refuses stays what it is.
   */
  async asked<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      if (error instanceof DomainError || error instanceof DocumentRefusedError) throw error;
      throw new DomainError("UNAVAILABLE", `Search is not reachable just now${reason(error)}.`, {
        retryAfterSeconds: 5,
        cause: error,
      });
    }
  }

  /**
   * Waits until the server has done it. Asks often at first: most tasks take some milliseconds.
   * @throws MeilisearchTaskError with the server's own code and words when it could not
   */
  async settled(enqueued: EnqueuedTaskPromise): Promise<Task> {
    const { taskUid } = await enqueued;
    return this.settledTask(taskUid);
  }

  async settledTask(taskUid: number): Promise<Task> {
    const until = Date.now() + this.#taskTimeoutMs;
    for (let pause = 4; ; pause = Math.min(pause * 1.5, 250)) {
      const task = await this.reader.tasks.getTask(taskUid);
      if (task.status === "succeeded") return task;
      if (task.status === "failed" || task.status === "canceled") throw new MeilisearchTaskError(task);
      if (Date.now() > until) throw new Error(`task ${taskUid} (${task.type}) is ${task.status} after the time for it`);
      await sleep(pause);
    }
  }

  /** The same for documents: tells which of them the server will not take, and why. */
  async settledDocuments(ids: readonly string[], send: () => EnqueuedTaskPromise): Promise<void> {
    try {
      await this.settled(send());
    } catch (error) {
      const fault = faultOf(error);
      if (fault === undefined || !blamesDocument(fault)) throw error;
      const named = ids.filter((id) => fault.message.includes(id));
      const blamed = named.length > 0 ? named : ids;
      const which = blamed.length === 1 ? `document ${blamed[0]}` : `one of ${blamed.length} documents`;
      throw new DocumentRefusedError(
        `Meilisearch refuses ${which} (${fault.code}): ${fault.message}`,
        fault.code,
        blamed,
        { cause: error },
      );
    }
  }

  /** What `call` answers; undefined where the server knows no such index. */
  async unlessMissing<T>(call: () => Promise<T>): Promise<T | undefined> {
    try {
      return await call();
    } catch (error) {
      if (faultOf(error)?.code === "index_not_found") return undefined;
      throw error;
    }
  }
}

/** A task that the server gave up, with what it said. */
export class MeilisearchTaskError extends Error {
  override readonly name = "MeilisearchTaskError";
  readonly fault: MeilisearchErrorResponse | null;

  constructor(task: Task) {
    super(`task ${task.uid} (${task.type}) ${task.status}: ${task.error?.message ?? "no reason was given"}`);
    this.fault = task.error;
  }
}

function faultOf(error: unknown): MeilisearchErrorResponse | undefined {
  if (error instanceof MeilisearchTaskError) return error.fault ?? undefined;
  return error instanceof MeilisearchApiError ? error.cause : undefined;
}

/** The server's own troubles (a full disk, a lost index, a wrong key) are no document's fault. */
function blamesDocument({ code, type }: MeilisearchErrorResponse): boolean {
  return (
    type === "invalid_request" && !["index_not_found", "too_many_open_files", "no_space_left_on_device"].includes(code)
  );
}

function reason(error: unknown): string {
  const code = faultOf(error)?.code;
  return code === undefined ? "" : ` (${code})`;
}
