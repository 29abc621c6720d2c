import { Cron } from "croner";
import { z } from "zod";
import { parseDuration } from "./duration.ts";
import { compile, ExpressionError } from "./expressions.ts";

/** A function as the SDK registers it, checked. Everything in here is carried out; the rest was refused by name. */
const concurrencySchema = z.strictObject({
  limit: z.number().int(),
  key: z.string().optional(),
  scope: z.enum(["fn", "env", "account"]).optional(),
});

const functionSchema = z.strictObject({
  id: z.string().min(1),
  name: z.string().optional(),
  triggers: z.array(
    z.union([
      z.strictObject({ event: z.string().min(1), expression: z.string().optional() }),
      z.strictObject({ cron: z.string().min(1), jitter: z.string().optional() }),
    ]),
  ),
  steps: z.record(
    z.string(),
    z.object({
      runtime: z.object({ type: z.string(), url: z.string() }),
      retries: z.object({ attempts: z.number().int().min(0).optional() }).optional(),
    }),
  ),
  cancel: z
    .array(z.strictObject({ event: z.string().min(1), if: z.string().optional(), timeout: z.string().optional() }))
    .optional(),
  concurrency: z.union([z.number().int(), concurrencySchema, z.array(concurrencySchema).max(2)]).optional(),
  idempotency: z.string().optional(),
  debounce: z
    .strictObject({ period: z.string(), key: z.string().optional(), timeout: z.string().optional() })
    .optional(),
  batchEvents: z
    .strictObject({
      maxSize: z.number().int().min(1),
      timeout: z.string(),
      key: z.string().optional(),
      if: z.string().optional(),
    })
    .optional(),
});

export interface FunctionConfig {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  /** Tries in all: the SDK's `retries` and the first one. */
  readonly maxAttempts: number;
  readonly events: readonly { readonly event: string; readonly expression?: string | undefined }[];
  readonly crons: readonly { readonly cron: string; readonly jitterMs: number }[];
  readonly cancel: readonly {
    readonly event: string;
    readonly if?: string | undefined;
    readonly timeoutMs: number | null;
  }[];
  readonly concurrency: readonly {
    readonly limit: number;
    readonly key?: string | undefined;
    readonly scope: "fn" | "env" | "account";
  }[];
  readonly idempotency?: string | undefined;
  readonly debounce?:
    | { readonly periodMs: number; readonly key?: string | undefined; readonly timeoutMs: number | null }
    | undefined;
  readonly batch?:
    | {
        readonly maxSize: number;
        readonly timeoutMs: number;
        readonly key?: string | undefined;
        readonly if?: string | undefined;
      }
    | undefined;
}

export interface Registration {
  readonly appId: string;
  readonly url: string;
  readonly sdk: string;
  readonly framework: string;
  readonly functions: readonly FunctionConfig[];
}

/** The app asks for something that this engine does not do, or asks wrongly. The message goes to the app. */
export class RefusedError extends Error {}

/** What Inngest's server does and this engine does not. */
const unsupported = ["rateLimit", "throttle", "singleton", "priority", "timeouts"] as const;
const defaultRetries = 4;
const maxRetries = 20;
const maxBatch = 1_000;

const registerSchema = z.object({
  url: z.string(),
  appName: z.string().min(1),
  framework: z.string().default(""),
  sdk: z.string().default(""),
  functions: z.array(z.record(z.string(), z.unknown())),
});

function duration(text: string, what: string, minMs = 0): number {
  const ms = parseDuration(text);
  if (ms === null) throw new RefusedError(`${what}: "${text}" is not a duration such as 30s, 5m or 1h30m`);
  if (ms < minMs) throw new RefusedError(`${what}: must be at least ${minMs / 1000}s`);
  return ms;
}

function expression(source: string | undefined, what: string): string | undefined {
  if (source === undefined || source === "") return undefined;
  try {
    compile(source);
  } catch (error) {
    if (error instanceof ExpressionError) throw new RefusedError(`${what}: ${error.message}`);
    throw error;
  }
  return source;
}

/** "TZ=Europe/Paris 0 12 * * *" → the pattern and its time zone (UTC when none is given). */
export function parseCron(text: string): { pattern: string; timezone: string } {
  const match = /^(?:CRON_)?TZ=(\S+)\s+(.+)$/.exec(text.trim());
  return { pattern: (match?.[2] ?? text).trim(), timezone: match?.[1] ?? "UTC" };
}

function checkCron(text: string, what: string): string {
  const { pattern, timezone } = parseCron(text);
  try {
    if (!pattern.startsWith("@") && pattern.split(/\s+/).length !== 5) throw new Error("must have five fields");
    if (new Cron(pattern, { timezone }).nextRun() === null) throw new Error("never happens");
  } catch (error) {
    throw new RefusedError(`${what}: cron "${text}" ${error instanceof Error ? error.message : "is invalid"}`);
  }
  return text;
}

function parseFunction(raw: Record<string, unknown>): FunctionConfig {
  const id = typeof raw["id"] === "string" ? raw["id"] : "(no id)";
  for (const name of unsupported) {
    if (raw[name] !== undefined && raw[name] !== null) {
      throw new RefusedError(`function ${id}: ${name} is not supported by the embedded engine`);
    }
  }
  const parsed = functionSchema.safeParse(raw);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const where = issue?.path.join(".") ?? "";
    throw new RefusedError(
      issue?.code === "unrecognized_keys"
        ? `function ${id}: ${issue.keys.join(", ")} ${where === "" ? "" : `in ${where} `}is not supported by the embedded engine`
        : `function ${id}: ${where}: ${issue?.message ?? "invalid"}`,
    );
  }
  const config = parsed.data;
  const what = (part: string): string => `function ${id}: ${part}`;
  const steps = Object.values(config.steps);
  const step = steps[0];
  if (step === undefined || steps.length !== 1) throw new RefusedError(what("exactly one entry in steps is supported"));
  if (step.runtime.type !== "http")
    throw new RefusedError(what(`runtime ${step.runtime.type} is not supported, only http`));
  if (!URL.canParse(step.runtime.url)) throw new RefusedError(what("its URL is invalid"));
  const retries = step.retries?.attempts ?? defaultRetries;
  if (retries > maxRetries) throw new RefusedError(what(`retries may be at most ${maxRetries}`));

  const events: FunctionConfig["events"][number][] = [];
  const crons: FunctionConfig["crons"][number][] = [];
  for (const trigger of config.triggers) {
    if ("cron" in trigger) {
      const jitterMs = trigger.jitter === undefined ? 0 : duration(trigger.jitter, what("cron jitter"));
      crons.push({ cron: checkCron(trigger.cron, `function ${id}`), jitterMs });
    } else {
      if (trigger.event === "inngest/deferred.schedule") {
        throw new RefusedError(what("deferred functions are not supported by the embedded engine"));
      }
      events.push({ event: trigger.event, expression: expression(trigger.expression, what("trigger")) });
    }
  }

  const given = config.concurrency;
  const limits =
    given === undefined ? [] : typeof given === "number" ? [{ limit: given }] : Array.isArray(given) ? given : [given];
  const concurrency: FunctionConfig["concurrency"][number][] = [];
  for (const option of limits) {
    if (option.limit < 0) throw new RefusedError(what("concurrency limit must not be negative"));
    const scope = option.scope ?? "fn";
    const key = expression(option.key, what("concurrency key"));
    if (scope !== "fn" && key === undefined)
      throw new RefusedError(what(`concurrency with scope ${scope} needs a key`));
    // The SDK's 0 means "no limit".
    if (option.limit > 0) concurrency.push({ limit: option.limit, key, scope });
  }

  const { batchEvents, debounce } = config;
  if (batchEvents !== undefined) {
    if (debounce !== undefined) throw new RefusedError(what("batchEvents and debounce exclude each other"));
    if (config.idempotency !== undefined)
      throw new RefusedError(what("batchEvents and idempotency exclude each other"));
    if (config.cancel !== undefined && config.cancel.length > 0) {
      throw new RefusedError(what("batchEvents and cancelOn exclude each other"));
    }
    if (batchEvents.maxSize > maxBatch) throw new RefusedError(what(`batchEvents.maxSize may be at most ${maxBatch}`));
  }
  return {
    id,
    name: config.name ?? id,
    url: step.runtime.url,
    maxAttempts: retries + 1,
    events,
    crons,
    cancel: (config.cancel ?? []).map((option) => ({
      event: option.event,
      if: expression(option.if, what("cancelOn")),
      timeoutMs: option.timeout === undefined ? null : duration(option.timeout, what("cancelOn timeout")),
    })),
    concurrency,
    idempotency: expression(config.idempotency, what("idempotency")),
    debounce: debounce && {
      periodMs: duration(debounce.period, what("debounce.period"), 1_000),
      key: expression(debounce.key, what("debounce.key")),
      timeoutMs: debounce.timeout === undefined ? null : duration(debounce.timeout, what("debounce.timeout"), 1_000),
    },
    batch: batchEvents && {
      maxSize: batchEvents.maxSize,
      timeoutMs: duration(batchEvents.timeout, what("batchEvents.timeout"), 1_000),
      key: expression(batchEvents.key, what("batchEvents.key")),
      if: expression(batchEvents.if, what("batchEvents.if")),
    },
  };
}

/** @throws RefusedError naming the function and what is wrong or not supported */
export function parseRegistration(body: unknown): Registration {
  const parsed = registerSchema.safeParse(body);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new RefusedError(`${issue?.path.join(".") ?? "body"}: ${issue?.message ?? "invalid"}`);
  }
  const { url, appName, framework, sdk } = parsed.data;
  if (!URL.canParse(url)) throw new RefusedError("url: not a URL");
  const functions = parsed.data.functions.map(parseFunction);
  const twice = functions.find((fn, index) => functions.findIndex((other) => other.id === fn.id) !== index);
  if (twice !== undefined) throw new RefusedError(`function ${twice.id} is registered twice`);
  return { appId: appName, url, sdk, framework, functions };
}
