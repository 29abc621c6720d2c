import { Inngest, eventType, staticSchema } from "inngest";
import type { OutboxData, OutboxTopic } from "@tiffin/domain/outbox/messages";

/** Where the workflow engine is: the embedded one (`dev`: unsigned), or an Inngest server with its keys. */
export interface WorkflowConfig {
  readonly dev: boolean;
  readonly baseUrl?: string | undefined;
  readonly eventKey?: string | undefined;
  readonly signingKey?: string | undefined;
}

/** Pino's methods; what the SDK logs goes where everything goes. */
export interface WorkflowLog {
  info(...args: unknown[]): void;
  warn(...args: unknown[]): void;
  error(...args: unknown[]): void;
  debug(...args: unknown[]): void;
}

export type WorkflowClient = Inngest;

/** The client that sends events and owns the functions. */
export function createWorkflowClient(config: WorkflowConfig, log: WorkflowLog): WorkflowClient {
  withoutAsyncContext();
  return new Inngest({
    id: "tiffin",
    isDev: config.dev,
    ...(config.baseUrl === undefined ? {} : { baseUrl: config.baseUrl }),
    ...(config.eventKey === undefined ? {} : { eventKey: config.eventKey }),
    ...(config.signingKey === undefined ? {} : { signingKey: config.signingKey }),
    logger: log,
  });
}

/**
 * The SDK remembers in an `AsyncLocalStorage` which run is under way, for tools that are imported rather than handed to a
 * function, which nobody uses here. On Node 20 the first use of one turns on hooks for every promise and callback of the
 * process: a tenth of the worker's time. This is what the SDK itself keeps where a runtime has none (`als.js`, in the
 * same place); a version that keeps it elsewhere just takes its time.
 */
function withoutAsyncContext(): void {
  const none = { getStore: () => undefined, run: (_: unknown, body: () => unknown) => body() };
  const kept = globalThis as Record<symbol, unknown>;
  kept[Symbol.for("inngest:als")] ??= { promise: Promise.resolve(none), resolved: none, isFallback: true };
}

type Plain<T> = { [K in keyof T]: T[K] };

/** The event of an outbox topic, with the type of its data. */
export function outboxEvent<const T extends OutboxTopic>(topic: T) {
  return eventType(topic, { schema: staticSchema<Plain<OutboxData<T>>>() });
}
