import { z } from "zod";
import { parseRetryAfter } from "./duration.ts";
import { isSignedResponse } from "./signing.ts";
import type { Reply } from "./call-app.ts";

export const opSchema = z.object({
  id: z.string().min(1),
  op: z.string(),
  name: z.string().nullish(),
  displayName: z.string().nullish(),
  opts: z.record(z.string(), z.unknown()).nullish(),
  data: z.unknown().optional(),
  error: z.unknown().optional(),
});
/** One thing a function wants or has done. */
export type Op = z.infer<typeof opSchema>;

export interface StepFailure {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
  readonly [key: string]: unknown;
}

export type Outcome =
  | { readonly kind: "complete"; readonly output: unknown }
  | {
      readonly kind: "ops";
      readonly ops: readonly Op[];
      readonly version: number;
      readonly retryAfterMs: number | null;
    }
  /** The function threw: counts as an attempt. */
  | { readonly kind: "retry"; readonly error: StepFailure; readonly retryAfterMs: number | null }
  | { readonly kind: "fail"; readonly error: StepFailure }
  /** Nothing ran: does not count, the run waits for its app. */
  | { readonly kind: "unreachable"; readonly error: StepFailure }
  /** The app went away in the middle: has a budget of its own. */
  | { readonly kind: "lost"; readonly error: StepFailure };

/** Whatever was thrown, in the shape that the SDK reads. */
export function failureOf(value: unknown, fallback = "unknown error"): StepFailure {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    const record = value as Record<string, unknown>;
    const message = record["message"] ?? record["error"];
    return {
      ...record,
      name: typeof record["name"] === "string" && record["name"] !== "" ? record["name"] : "Error",
      message: typeof message === "string" && message !== "" ? message : fallback,
    };
  }
  return { name: "Error", message: typeof value === "string" && value !== "" ? value : fallback };
}

function parseJson(text: string): unknown {
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const streamedSchema = z.object({
  status: z.number(),
  body: z.string(),
  headers: z.record(z.string(), z.string()).default({}),
});

/** Reads an app's answer. Only what comes from the SDK (and is signed, outside dev) counts as an answer. */
export function readOutcome(reply: Reply, signingKey: string | null, now: Date): Outcome {
  if (reply.kind !== "reply") {
    const name = reply.kind === "lost" ? "ConnectionLostError" : "AppUnreachableError";
    return { kind: reply.kind, error: { name, message: reply.message } };
  }
  const header = (name: string): string | undefined => {
    const value = reply.headers[name];
    return Array.isArray(value) ? value[0] : value;
  };
  let { status, text } = reply;
  let read = header;
  if (header("x-inngest-sdk") === undefined) {
    return unreachable(`HTTP ${status}, and not from the Inngest SDK`);
  }
  if (status === 401) return unreachable("HTTP 401: the app and the engine do not share a signing key");
  if (
    signingKey !== null &&
    status !== 201 &&
    !isSignedResponse(header("x-inngest-signature"), text, signingKey, now)
  ) {
    return unreachable(`HTTP ${status} without a valid signature`);
  }
  if (status === 201) {
    // Streaming: the real answer is inside, after padding that keeps the connection busy.
    const streamed = streamedSchema.safeParse(parseJson(text.trim()));
    if (!streamed.success)
      return { kind: "lost", error: { name: "ConnectionLostError", message: "the stream broke off" } };
    status = streamed.data.status;
    text = streamed.data.body;
    const inner = new Map(Object.entries(streamed.data.headers).map(([name, value]) => [name.toLowerCase(), value]));
    read = (name) => inner.get(name) ?? header(name);
    if (signingKey !== null && !isSignedResponse(read("x-inngest-signature"), text, signingKey, now)) {
      return unreachable(`HTTP ${status} without a valid signature`);
    }
  }
  const body = parseJson(text);
  const retryAfterMs = parseRetryAfter(read("retry-after"), now);
  const version = Number(read("x-inngest-req-version") ?? 2);
  if (body === undefined) {
    return {
      kind: "retry",
      error: { name: "Error", message: `HTTP ${status} with a body that is no JSON` },
      retryAfterMs,
    };
  }
  if (status === 200) return { kind: "complete", output: body };
  if (status === 206) {
    const ops = z.array(opSchema).safeParse(Array.isArray(body) ? body : [body]);
    if (ops.success) return { kind: "ops", ops: ops.data, version, retryAfterMs };
    return { kind: "retry", error: { name: "Error", message: "HTTP 206 with unreadable steps" }, retryAfterMs };
  }
  const error = failureOf(body, `HTTP ${status}`);
  if (read("x-inngest-no-retry") === "true") return { kind: "fail", error };
  return { kind: "retry", error, retryAfterMs };
}

function unreachable(message: string): Outcome {
  return { kind: "unreachable", error: { name: "AppUnreachableError", message } };
}
