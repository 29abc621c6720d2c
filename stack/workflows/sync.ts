import { z } from "zod";
import type { Context } from "./context.ts";
import { parseRegistration, RefusedError } from "./registration.ts";
import { signRequest } from "./signing.ts";

const steadyMs = 5_000;
const firstRetryMs = 250;
const maxRetryMs = 2_000;

const inBandSchema = z.object({ app_id: z.string(), url: z.string(), functions: z.array(z.unknown()) });

/**
 * Asks the apps it was told of for their functions, until they answer, and again from time to time: neither the order
 * of starting nor a changed port or a new release needs anybody's hand.
 */
export class AppSync {
  readonly #context: Context;
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #waits = new Map<string, number>();
  readonly #said = new Map<string, string>();
  #stopped = false;

  constructor(context: Context) {
    this.#context = context;
  }

  start(): void {
    for (const url of this.#context.config.apps) this.#schedule(url, 0);
  }

  stop(): void {
    this.#stopped = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }

  /** A call found nobody: the app may be restarting, perhaps with other functions. */
  hurry(): void {
    for (const url of this.#context.config.apps) {
      if (!this.#waits.has(url)) this.#schedule(url, firstRetryMs);
    }
  }

  #schedule(url: string, ms: number): void {
    if (this.#stopped) return;
    clearTimeout(this.#timers.get(url));
    this.#timers.set(
      url,
      setTimeout(() => void this.#sync(url), ms),
    );
  }

  async #sync(url: string): Promise<void> {
    const problem = await this.#attempt(url).catch((error: unknown) =>
      error instanceof Error ? error.message : String(error),
    );
    if (problem === null) {
      this.#waits.delete(url);
      this.#said.delete(url);
      this.#schedule(url, steadyMs);
      return;
    }
    if (this.#said.get(url) !== problem) this.#context.log.warn({ app: url, problem }, "app not synced; trying again");
    this.#said.set(url, problem);
    const wait = Math.min(maxRetryMs, (this.#waits.get(url) ?? firstRetryMs / 2) * 2);
    this.#waits.set(url, wait);
    this.#schedule(url, wait);
  }

  /** @returns what went wrong, or null */
  async #attempt(url: string): Promise<string | null> {
    const { client, config, registry, log } = this.#context;
    const body = { url };
    const headers: Record<string, string> = {
      "content-type": "application/json",
      "x-inngest-sync-kind": "in_band",
      "x-inngest-server-kind": config.signingKey === null ? "dev" : "cloud",
    };
    if (config.signingKey !== null) headers["x-inngest-signature"] = signRequest(body, config.signingKey, new Date());
    const reply = await client.send("PUT", url, headers, JSON.stringify(body));
    if (reply.kind !== "reply") return reply.message;
    if (reply.status !== 200) return `HTTP ${reply.status} ${reply.text.slice(0, 200)}`;
    const parsed = inBandSchema.safeParse(JSON.parse(reply.text));
    // It chose to register by itself, with a request of its own.
    if (!parsed.success) return null;
    const given = parsed.data;
    try {
      const registration = parseRegistration({ ...JSON.parse(reply.text), appName: given.app_id });
      const modified = await registry.save(registration, new Date());
      if (modified) log.info({ app: given.app_id, functions: registration.functions.length }, "app synced");
      this.#context.poke();
      return null;
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      await registry.refuse(given.app_id, given.url, error.message);
      return `refused: ${error.message}`;
    }
  }
}
