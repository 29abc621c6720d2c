import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { arrivalsOutcomeSchema, type ArrivalsOutcome, type ArrivalsRequest } from "./arrivals-plan.ts";
import { outcomeSchema, type Outcome, type Plan } from "./plan.ts";

const here = path.dirname(fileURLToPath(import.meta.url));
const ours = new Set<ChildProcess>();

/** Ends what is left of them when the benchmark is broken off. */
export function killChildren(): void {
  for (const child of ours) child.kill("SIGKILL");
}

function start(command: string, args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
  const child = spawn(command, [...args], { env, stdio: ["pipe", "pipe", "inherit"] });
  ours.add(child);
  child.once("exit", () => ours.delete(child));
  return child;
}

/** One run of the load generator. @throws Error when it could not run */
export async function fire(plan: Plan): Promise<Outcome> {
  return outcomeSchema.parse(await generate("cannon.ts", plan));
}

/** Requests that arrive at their own times, whether or not those before were answered. @throws Error when it could not run */
export async function arrive(plan: ArrivalsRequest): Promise<ArrivalsOutcome> {
  return arrivalsOutcomeSchema.parse(await generate("arrivals.ts", plan));
}

async function generate(script: string, plan: object): Promise<unknown> {
  const child = start(process.execPath, ["--import", "tsx", path.join(here, script)], process.env);
  const output = collect(child);
  child.stdin?.end(JSON.stringify(plan));
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) throw new Error(`the load generator ended with ${code}`);
  return JSON.parse(await output);
}

/** A generator that goes on until it is told to end, and then says what it saw. */
export interface LongGenerator {
  /** @throws Error when it could not run */
  end(): Promise<unknown>;
}

/** Starts a script of `bench/src` with a plan; resolves once it prints `ready`. @throws Error when it ends before */
export async function startGenerator(script: string, plan: object): Promise<LongGenerator> {
  const child = start(process.execPath, ["--import", "tsx", path.join(here, "..", script)], process.env);
  child.stdin?.write(`${JSON.stringify(plan)}\n`);
  const lines = createInterface({ input: child.stdout! });
  const said = lines[Symbol.asyncIterator]();
  const next = async () => {
    const { done, value } = await said.next();
    if (done === true) throw new Error(`${script} ended too early`);
    return value;
  };
  if ((await next()) !== "ready") throw new Error(`${script} did not get ready`);
  return {
    async end() {
      child.stdin?.end();
      return JSON.parse(await next()) as unknown;
    },
  };
}

/** A script of `bench/src` that reads a plan from stdin and prints what came of it. @throws Error when it could not run */
export async function askScript(script: string, plan: object): Promise<unknown> {
  return generate(path.join("..", script), plan);
}

export interface Server {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** A script beside this one that prints its port when it listens. */
export async function serveScript(script: string, args: readonly string[]): Promise<Server> {
  const child = start(process.execPath, ["--import", "tsx", path.join(here, script), ...args], process.env);
  const port = await new Promise<number>((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`${script} ended with ${code}`)));
    child.stdout?.once("data", (data: Buffer) => resolve(Number(data.toString())));
  });
  return running(child, `http://127.0.0.1:${port}`);
}

/** Another process of a service with that environment; resolves once it is ready. */
export async function serveAgain(entry: string, env: Record<string, string>, port: number): Promise<Server> {
  const child = start(process.execPath, [entry], { ...env, PORT: String(port), HOST: "127.0.0.1", LOG_LEVEL: "warn" });
  child.stdout?.resume();
  const url = `http://127.0.0.1:${port}`;
  const until = Date.now() + 20_000;
  while (Date.now() < until && child.exitCode === null) {
    const isReady = await fetch(`${url}/readyz`).then(
      (response) => response.ok,
      () => false,
    );
    if (isReady) return running(child, url);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  child.kill("SIGKILL");
  throw new Error(`a second process of ${entry} did not come up`);
}

function running(child: ChildProcess, url: string): Server {
  return {
    url,
    pid: child.pid ?? 0,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, "exit");
      child.kill("SIGTERM");
      const late = setTimeout(() => child.kill("SIGKILL"), 12_000);
      await gone;
      clearTimeout(late);
    },
  };
}

function collect(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    child.stdout?.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.stdout?.once("end", () => resolve(Buffer.concat(chunks).toString("utf8")));
  });
}
