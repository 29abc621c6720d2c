import { Environment, type ASTNode } from "@marcbachmann/cel-js";
import canonicalize from "canonicalize";
import { createHash } from "node:crypto";

/**
 * CEL over `event` (what started the run) and `async` (what came later). A missing key counts as null, as on
 * Inngest's server; numbers from JSON are doubles, so the mixed arithmetic that CEL lacks is added.
 */
const environment = new Environment({ homogeneousAggregateLiterals: false })
  .registerVariable("event", "dyn")
  .registerVariable("async", "dyn");
const arithmetic: readonly [string, (a: number, b: number) => number][] = [
  ["+", (a, b) => a + b],
  ["-", (a, b) => a - b],
  ["*", (a, b) => a * b],
  ["/", (a, b) => a / b],
];
for (const [operator, apply] of arithmetic) {
  environment.registerOperator(`double ${operator} int`, (a: number, b: bigint) => apply(a, Number(b)));
  environment.registerOperator(`int ${operator} double`, (a: bigint, b: number) => apply(Number(a), b));
}

type Path = readonly string[];
export interface Scope {
  readonly event?: unknown;
  readonly async?: unknown;
}

interface Compiled {
  readonly run: (scope: Scope) => unknown;
  /** Every `event.a.b` and `async.a.b` in it; those inside has() are left out, since has() asks about absence. */
  readonly paths: readonly Path[];
  readonly ast: ASTNode;
}

const cache = new Map<string, Compiled>();
const cacheLimit = 2_000;

export class ExpressionError extends Error {}

const pathOf = (node: ASTNode): Path | null => {
  if (node.op === "id") return node.args === "event" || node.args === "async" ? [node.args] : null;
  if (node.op === ".") {
    const base = pathOf(node.args[0]);
    return base === null ? null : [...base, node.args[1]];
  }
  if (node.op === "[]") {
    const base = pathOf(node.args[0]);
    const key = node.args[1];
    return base !== null && key.op === "value" && typeof key.args === "string" ? [...base, key.args] : null;
  }
  return null;
};

function isNode(value: unknown): value is ASTNode {
  return typeof value === "object" && value !== null && "op" in value && "args" in value;
}

function collectPaths(node: ASTNode, found: Path[], asked: Set<string>): void {
  if (node.op === "call" && node.args[0] === "has") {
    const argument = node.args[1][0];
    const path = argument === undefined ? null : pathOf(argument);
    if (path !== null) asked.add(path.join("\n"));
    return;
  }
  const path = pathOf(node);
  if (path !== null) {
    if (path.length > 1) found.push(path);
    return;
  }
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (isNode(value)) collectPaths(value, found, asked);
  };
  visit(node.args);
}

/** @throws ExpressionError with the parser's first line */
export function compile(source: string): Compiled {
  const known = cache.get(source);
  if (known !== undefined) return known;
  try {
    const check = environment.check(source);
    if (!check.valid) throw check.error ?? new Error("not a valid expression");
    const parsed = environment.parse(source);
    const found: Path[] = [];
    const asked = new Set<string>();
    collectPaths(parsed.ast, found, asked);
    const compiled: Compiled = {
      run: (scope) => parsed({ event: scope.event ?? {}, async: scope.async ?? {} }),
      paths: found.filter((path) => !asked.has(path.join("\n"))),
      ast: parsed.ast,
    };
    if (cache.size >= cacheLimit) cache.clear();
    cache.set(source, compiled);
    return compiled;
  } catch (error) {
    const message = error instanceof Error ? error.message.split("\n")[0] : String(error);
    throw new ExpressionError(`invalid expression "${source}": ${message}`);
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A copy of `value` in which the path exists, ending in null where it did not. Shares what it does not change. */
function withPath(value: unknown, path: Path, at = 0): unknown {
  const key = path[at];
  if (key === undefined) return value === undefined ? null : value;
  if (!isRecord(value) && value !== undefined && value !== null) return value;
  const record = isRecord(value) ? value : {};
  const before = record[key];
  const after = withPath(before, path, at + 1);
  return before === after ? record : { ...record, [key]: after };
}

function evaluate(source: string, scope: Scope): unknown {
  const compiled = compile(source);
  let filled: unknown = { event: scope.event ?? {}, async: scope.async ?? {} };
  for (const path of compiled.paths) filled = withPath(filled, path);
  return compiled.run(filled as Scope);
}

/** A condition holds only if it evaluates to true; an expression that fails on this data does not hold. */
export function holds(source: string, scope: Scope): boolean {
  try {
    return evaluate(source, scope) === true;
  } catch (error) {
    if (error instanceof ExpressionError) throw error;
    return false;
  }
}

/** The text of a concurrency, debounce, batch or idempotency key. Data it fails on share the key "null". */
export function keyOf(source: string | undefined, event: unknown): string {
  if (source === undefined || source === "") return "";
  let value: unknown;
  try {
    value = evaluate(source, { event });
  } catch (error) {
    if (error instanceof ExpressionError) throw error;
    value = null;
  }
  if (typeof value === "string") return value;
  return typeof value === "bigint" ? String(value) : valueKey(value);
}

/** Equal values have equal keys. Long ones are hashed, so that they fit an index. */
export function valueKey(value: unknown): string {
  const plain = typeof value === "bigint" ? Number(value) : (value ?? null);
  const text = canonicalize(plain) ?? "null";
  return text.length <= 200 ? text : createHash("sha256").update(text).digest("hex");
}

export function valueAt(path: string, event: unknown): unknown {
  let value: unknown = event;
  for (const key of path.split(".")) value = isRecord(value) ? value[key] : undefined;
  return value;
}

export interface Lookup {
  /** Dotted path in the coming event, "" when an index cannot help. */
  readonly path: string;
  readonly value: string;
  /** What is left to evaluate, null when the lookup says it all. */
  readonly expression: string | null;
}

/**
 * Takes the equality that an index can answer out of an expression: `event.data.id == async.data.id`, or
 * `async.data.id == "x"`, alone or as one side of `&&`.
 */
export function lookupOf(source: string | undefined, event: unknown): Lookup {
  if (source === undefined || source === "") return { path: "", value: "", expression: null };
  const equality = (node: ASTNode): { path: string; value: string } | null => {
    if (node.op !== "==") return null;
    for (const [one, other] of [
      [node.args[0], node.args[1]],
      [node.args[1], node.args[0]],
    ] as const) {
      const asyncPath = pathOf(one);
      if (asyncPath === null || asyncPath[0] !== "async" || asyncPath.slice(1).some((key) => key.includes(".")))
        continue;
      const path = asyncPath.slice(1).join(".");
      if (path === "") continue;
      if (other.op === "value") {
        const literal: unknown = other.args;
        const simple = ["string", "number", "boolean", "bigint"].includes(typeof literal) || literal === null;
        if (simple) return { path, value: valueKey(literal) };
      }
      const eventPath = pathOf(other);
      if (eventPath !== null && eventPath[0] === "event") {
        return { path, value: valueKey(valueAt(eventPath.slice(1).join("."), event)) };
      }
    }
    return null;
  };
  const find = (node: ASTNode): { path: string; value: string } | null =>
    node.op === "&&" ? (find(node.args[0]) ?? find(node.args[1])) : equality(node);
  const { ast } = compile(source);
  const found = find(ast);
  if (found === null) return { path: "", value: "", expression: source };
  return { ...found, expression: ast.op === "==" ? null : source };
}
