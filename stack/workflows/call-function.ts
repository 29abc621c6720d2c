import { signRequest } from "./signing.ts";
import { readOutcome, type Outcome } from "./outcome.ts";
import { leaseName, type Job, type RunState, type StepRow } from "./jobs.ts";
import type { AppClient } from "./call-app.ts";
import type { RegisteredFunction } from "./registry.ts";

const isOpen = (step: StepRow): boolean => step.status === "planned" || step.status === "waiting";

/** The request of one call: what the function needs to replay itself up to where it was. */
function bodyOf(fn: RegisteredFunction, job: Job, run: RunState): Record<string, unknown> {
  const settled = run.steps.filter((step) => !isOpen(step));
  const steps = Object.fromEntries(
    settled.map((step) => [
      step.id,
      step.status === "failed" ? { type: "error", error: step.error } : { type: "data", data: step.data ?? null },
    ]),
  );
  return {
    version: 2,
    event: run.events[0] ?? {},
    events: run.events,
    steps,
    ctx: {
      run_id: run.id,
      attempt: job.attempt,
      max_attempts: fn.maxAttempts,
      // With branches open, steps are planned one by one; alone, the function runs on and checkpoints as it goes.
      disable_immediate_execution: run.steps.some((step) => isOpen(step) && step.id !== job.stepId),
      use_api: false,
      fn_id: fn.id,
      qi_id: leaseName(job),
      stack: { stack: settled.map(({ id }) => id), current: settled.length },
    },
  };
}

/** Calls the app: the whole function, or the one planned step that the job names. */
export async function callFunction(
  client: AppClient,
  fn: RegisteredFunction,
  job: Job,
  run: RunState,
  signingKey: string | null,
): Promise<Outcome> {
  const url = new URL(fn.url);
  url.searchParams.set("fnId", fn.id);
  url.searchParams.set("stepId", job.stepId ?? "step");
  const body = bodyOf(fn, job, run);
  const headers: Record<string, string> = {
    "content-type": "application/json",
    "user-agent": "tiffin-workflows",
    "x-run-id": run.id,
    "x-request-id": `${leaseName(job)}.${job.attempt}`,
    "x-inngest-job-id": job.id,
    "x-inngest-req-version": "2",
    "x-inngest-server-kind": signingKey === null ? "dev" : "cloud",
  };
  if (signingKey !== null) headers["x-inngest-signature"] = signRequest(body, signingKey, new Date());
  const reply = await client.send("POST", url.href, headers, JSON.stringify(body));
  return readOutcome(reply, signingKey, new Date());
}
