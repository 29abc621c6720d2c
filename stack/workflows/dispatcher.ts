import { randomUUID } from "node:crypto";
import type { Context } from "./context.ts";
import { channels } from "./database.ts";
import { runJob } from "./executor.ts";
import { extendLeases, giveBack, giveBackAll, takeJobs, type Job } from "./jobs.ts";

const idlePollMs = 1_000;
const batchSize = 32;
const afterErrorMs = 1_000;
const notifyEveryMs = 50;

/** Takes jobs and runs them, up to the engine's capacity; keeps their leases; gives them back at the end. */
export class Dispatcher {
  readonly id = randomUUID();
  readonly #context: Context;
  readonly #inFlight = new Map<string, { job: Job; done: Promise<void> }>();
  #stopping = false;
  #poked = false;
  #wake: (() => void) | null = null;
  #loop: Promise<void> | null = null;
  #heartbeat: NodeJS.Timeout | null = null;
  #notifiedAt = 0;

  constructor(context: Context) {
    this.#context = context;
  }

  get inFlight(): number {
    return this.#inFlight.size;
  }

  start(): void {
    this.#loop = this.#run();
    this.#heartbeat = setInterval(() => void this.#keepLeases(), Math.floor(this.#context.config.leaseMs / 3));
  }

  /** There may be something to do. */
  poke(): void {
    this.#poked = true;
    this.#wake?.();
    if (this.#inFlight.size >= this.#context.config.capacity) this.#tellOthers();
  }

  /** Stops taking, waits for what is in flight up to `graceMs`, and gives the rest back. */
  async stop(graceMs: number): Promise<void> {
    this.#stopping = true;
    this.#wake?.();
    await this.#loop;
    const all = Promise.allSettled([...this.#inFlight.values()].map(({ done }) => done));
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([
      all,
      new Promise((resolve) => {
        timer = setTimeout(resolve, graceMs);
      }),
    ]);
    clearTimeout(timer);
    if (this.#heartbeat !== null) clearInterval(this.#heartbeat);
    await giveBackAll(this.#context.sql, this.id);
    this.#context.client.abort();
    await all;
  }

  async #run(): Promise<void> {
    const { sql, config, log } = this.#context;
    let failing = false;
    while (!this.#stopping) {
      this.#poked = false;
      let waitMs = idlePollMs;
      const free = config.capacity - this.#inFlight.size;
      if (free > 0) {
        try {
          const limit = Math.min(free, batchSize);
          const { jobs, nextInMs } = await takeJobs(sql, this.id, limit, config.leaseMs);
          failing = false;
          for (const job of jobs) this.#begin(job);
          if (jobs.length === limit) continue;
          if (nextInMs !== null) waitMs = Math.min(idlePollMs, Math.max(1, Math.ceil(nextInMs)));
        } catch (error) {
          if (!failing) log.error({ err: error }, "cannot take jobs from the database; trying again");
          failing = true;
          waitMs = afterErrorMs;
        }
      }
      if (this.#poked && !failing) continue;
      await this.#sleep(waitMs);
    }
  }

  #begin(job: Job): void {
    const { sql, log, metrics } = this.#context;
    const done = runJob(this.#context, job)
      .catch(async (error: unknown) => {
        // The database failed or two transactions deadlocked: the job is intact, and comes back.
        metrics.count("job_errors_total", "Jobs that broke off inside the engine");
        log.error(
          { err: error, job: job.id, kind: job.kind, run: job.runId },
          "a job broke off; it will be taken again",
        );
        await giveBack(sql, job, afterErrorMs).catch(() => {});
      })
      .finally(() => {
        const wasFull = this.#inFlight.size >= this.#context.config.capacity;
        this.#inFlight.delete(job.id);
        if (wasFull) this.poke();
      });
    this.#inFlight.set(job.id, { job, done });
  }

  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const finish = (): void => {
        clearTimeout(timer);
        this.#wake = null;
        resolve();
      };
      const timer = setTimeout(finish, ms);
      this.#wake = finish;
    });
  }

  async #keepLeases(): Promise<void> {
    const jobs = [...this.#inFlight.values()].map(({ job }) => ({ id: job.id, lease: job.lease }));
    try {
      await extendLeases(this.#context.sql, jobs, this.#context.config.leaseMs);
    } catch (error) {
      this.#context.log.warn({ err: error }, "could not extend leases");
    }
  }

  /** This engine is full: another may have room. NOTIFY serialises commits, so it is not sent for every job. */
  #tellOthers(): void {
    const now = Date.now();
    if (now - this.#notifiedAt < notifyEveryMs) return;
    this.#notifiedAt = now;
    this.#context.sql.notify(channels.jobs, "").catch(() => {});
  }
}
