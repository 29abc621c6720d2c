import { parseDelay } from "./duration.ts";
import { compile, ExpressionError, lookupOf } from "./expressions.ts";
import type { Op } from "./outcome.ts";

/** Steps that have been run. */
export const isResult = ({ op }: Op): boolean => op === "StepRun" || op === "Step" || op === "StepFailed";

const requested = new Set(["StepPlanned", "Sleep", "WaitForEvent", "InvokeFunction"]);
/** What a function asks the engine for. */
export const isRequest = ({ op }: Op): boolean => requested.has(op);

const others = new Set(["StepError", "RunComplete", "DiscoveryRequest"]);

export const labelOf = (op: Op): string => op.displayName ?? op.name ?? op.id;
export const optsOf = (op: Op): Record<string, unknown> => op.opts ?? {};
export const textOf = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

/** Why a run cannot go on with this step; no retry would help. */
export function objectionTo(op: Op, now: Date): string | null {
  if (!isResult(op) && !isRequest(op) && !others.has(op.op)) {
    return `asks for ${op.op}, which the embedded engine does not do`;
  }
  const timeout = op.op === "Sleep" ? (op.name ?? "") : textOf(optsOf(op)["timeout"]);
  if (isRequest(op) && timeout !== undefined && parseDelay(timeout, now) === null) {
    return `has "${timeout}" for a time, which is neither a duration nor a date`;
  }
  const condition = op.op === "WaitForEvent" ? textOf(optsOf(op)["if"]) : undefined;
  if (condition === undefined) return null;
  try {
    compile(condition);
    return null;
  } catch (error) {
    if (error instanceof ExpressionError) return error.message;
    throw error;
  }
}

/** A request as it is stored: the step, what it waits for, and the job that ends it. */
export interface RequestRow {
  readonly id: string;
  readonly op: string;
  readonly name: string;
  readonly detail: string | null;
  readonly status: "planned" | "waiting";
  /** Until it is over by itself, from now. */
  readonly ms: number | null;
  /** What becomes due: a planned step's call now, the end of a sleep or of a wait's patience later. */
  readonly job: "call" | "resolve" | null;
  readonly event: string | null;
  readonly path: string | null;
  readonly value: string | null;
  readonly expression: string | null;
}

/** @param origin the event that started the run */
export function requestRow(op: Op, origin: unknown, now: Date): RequestRow {
  const planned = op.op === "StepPlanned";
  const waits = op.op === "WaitForEvent";
  const lookup = waits ? lookupOf(textOf(optsOf(op)["if"]), origin) : null;
  return {
    id: op.id,
    op: planned ? "StepRun" : op.op,
    name: labelOf(op),
    detail: detailOf(op),
    status: planned ? "planned" : "waiting",
    ms: planned ? null : delayOf(op, now),
    job: planned ? "call" : op.op === "InvokeFunction" ? null : "resolve",
    event: waits ? (op.name ?? "") : null,
    path: lookup?.path ?? null,
    value: lookup?.value ?? null,
    expression: lookup?.expression ?? null,
  };
}

/** Milliseconds; null is for ever. A wait without a timeout is over at once. */
function delayOf(op: Op, now: Date): number | null {
  const text = op.op === "Sleep" ? (op.name ?? "") : textOf(optsOf(op)["timeout"]);
  if (text === undefined) return op.op === "WaitForEvent" ? 0 : null;
  return parseDelay(text, now);
}

/** What becomes due before an idle engine looks anyway. */
const soonMs = 1_000;
export const isSoon = ({ op, job, ms }: RequestRow): boolean =>
  job === "call" || op === "InvokeFunction" || (ms !== null && ms < soonMs);

/** One line for the page: what the step waits for. */
function detailOf(op: Op): string | null {
  const opts = optsOf(op);
  switch (op.op) {
    case "Sleep":
      return op.name ?? "";
    case "WaitForEvent": {
      const condition = textOf(opts["if"]);
      return condition === undefined ? (op.name ?? "") : `${op.name ?? ""} if ${condition}`;
    }
    case "InvokeFunction":
      return textOf(opts["function_id"]) ?? "";
    default:
      return null;
  }
}
