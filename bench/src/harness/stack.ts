import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";

/** The root of the checkout. */
export const checkout = fileURLToPath(new URL("../../../", import.meta.url));

const place = z.object({ id: z.string(), slug: z.string(), lat: z.number(), lng: z.number() });
const stackSchema = z.object({
  urls: z
    .object({
      gateway: z.string(),
      worker: z.string(),
      postgres: z.string(),
      redis: z.string(),
      paymentSandbox: z.string(),
      soketi: z.string(),
      customer: z.string().optional(),
    })
    .loose(),
  engines: z.record(z.string(), z.string()),
  pids: z
    .object({ gateway: z.number(), worker: z.number(), postgres: z.number(), redis: z.number() })
    .catchall(z.number()),
  demo: z.object({ city: place }).loose(),
});
const secretsSchema = z.object({
  authPrivateJwk: z.object({ kty: z.string(), crv: z.string(), x: z.string(), d: z.string(), kid: z.string() }),
  soketi: z.object({ id: z.string(), key: z.string(), secret: z.string() }),
});

export interface BenchStack extends z.infer<typeof stackSchema> {
  /** Its state folder. */
  readonly folder: string;
  /** Signs access tokens: the benchmark has far more users than the demo has accounts. */
  readonly privateJwk: z.infer<typeof secretsSchema>["authPrivateJwk"];
  /** The live channels' app, for whoever publishes or listens beside the gateway. */
  readonly soketiApp: z.infer<typeof secretsSchema>["soketi"];
}

/** Figures are about our own servers with our own settings, whatever the terminal is set up for. */
const ofOtherServers =
  /^(DATABASE_URL|REDIS_URL|MEILI_\w+|SOKETI_\w+|INNGEST_\w+|TIFFIN_\w+|AUTH_PRIVATE_JWK|LOG_LEVEL|PORT|HOST|NODE_OPTIONS|NODE_ENV|npm_\w+|INIT_CWD)$/;

export function stackEnvironment(folder: string): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !ofOtherServers.test(name));
  return { ...Object.fromEntries(own), TIFFIN_VAR: folder };
}

export interface StartOptions {
  readonly fresh: boolean;
  /** Where one person does what a thousand do. */
  readonly relaxedLimits?: boolean;
  /** With the web apps, which are built for it. */
  readonly web?: boolean;
}

/** Starts all servers (no bots, and web apps only where they are wanted) on free ports with their state in `folder`, as `npm start` does. */
export async function startStack(folder: string, { fresh, relaxedLimits, web }: StartOptions): Promise<BenchStack> {
  mkdirSync(folder, { recursive: true });
  const options = [
    ...(fresh ? ["--fresh"] : []),
    ...(relaxedLimits === true ? ["--relaxed-limits"] : []),
    ...(web === true ? [] : ["--no-web"]),
  ];
  await runNode(["stack/start.mjs", "--detach", "--no-life", ...options], folder);
  const read = (file: string): unknown => JSON.parse(readFileSync(path.join(folder, file), "utf8"));
  const secrets = secretsSchema.parse(read("secrets.json"));
  return {
    ...stackSchema.parse(read("stack.json")),
    folder,
    privateJwk: secrets.authPrivateJwk,
    soketiApp: secrets.soketi,
  };
}

export async function stopStack(folder: string): Promise<void> {
  await runNode(["stack/stop.mjs"], folder);
}

/** Everything that a stopped stack left on the disk. */
export function forgetStack(folder: string): void {
  const elsewhere = path.join(folder, "postgres.location");
  if (existsSync(elsewhere)) rmSync(readFileSync(elsewhere, "utf8").trim(), { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
}

/**
 * One of the project's commands, in a process of its own; it is ended when `onLine` throws.
 * @throws Error with the end of what it said, or what `onLine` threw
 */
export function runNode(
  args: readonly string[],
  folder: string,
  onLine: (line: string) => void = () => {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...args], {
      cwd: checkout,
      env: stackEnvironment(folder),
      stdio: ["ignore", "pipe", "pipe"],
      // Ctrl-C reaches the benchmark alone, which then stops what it started in order.
      detached: true,
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8");
      stream.on("data", (text: string) => {
        output = (output + text).slice(-20_000);
        try {
          for (const line of text.split(/[\r\n]+/)) if (line.trim() !== "") onLine(line.trim());
        } catch (error) {
          child.kill();
          reject(error instanceof Error ? error : new Error("broken off"));
        }
      });
    }
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`node ${args.join(" ")} ended with ${code}:\n${output.slice(-2_000)}`));
    });
  });
}
