import { html, raw } from "hono/html";
import { badge, dump, layout, moment, span, type Html } from "./html.ts";
import { pageSize, statuses, type RunFilter, type RunLine, type RunPage } from "./queries.ts";

const took = (run: RunLine, now: Date): string => span((run.ended_at ?? now).getTime() - run.created_at.getTime());

function runTable(runs: readonly RunLine[], now: Date): Html {
  return html`<div class="table">
    <table>
      <thead>
        <tr>
          <th scope="col">Run</th>
          <th scope="col">Status</th>
          <th scope="col">Started by</th>
          <th scope="col">Started</th>
          <th scope="col">Took</th>
          <th scope="col">Now</th>
        </tr>
      </thead>
      <tbody>
        ${runs.map(
          (run) =>
            html`<tr>
              <td><a href="/runs/${run.id}">${run.function_id}</a></td>
              <td>${badge(run.status)}</td>
              <td class="mono">${run.event_name}</td>
              <td>${moment(run.created_at, now)}</td>
              <td>${took(run, now)}</td>
              <td class="wrap">${run.error ?? run.waiting ?? ""}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function linkTo(filter: RunFilter, before: string | null): string {
  const params = new URLSearchParams();
  if (filter.status !== null) params.set("status", filter.status);
  if (filter.functionId !== null) params.set("function", filter.functionId);
  if (filter.eventId !== null) params.set("event", filter.eventId);
  if (before !== null) params.set("before", before);
  const text = params.toString();
  return text === "" ? "/" : `/?${text}`;
}

export function runsPage(
  filter: RunFilter,
  found: readonly RunLine[],
  functionIds: readonly string[],
  numbers: { running: number; failed: number; due: number; waits: number },
  now: Date,
): Html {
  const runs = found.slice(0, pageSize);
  const last = found.length > pageSize ? (runs.at(-1)?.id ?? null) : null;
  const filtered = filter.status !== null || filter.functionId !== null || filter.eventId !== null;
  const body = html`
    <h1>Runs</h1>
    <div class="numbers">
      <div><b>${numbers.running}</b><span class="quiet">running</span></div>
      <div><b>${numbers.waits}</b><span class="quiet">waiting for an event</span></div>
      <div><b>${numbers.due}</b><span class="quiet">jobs due now</span></div>
      <div><b>${numbers.failed}</b><span class="quiet">failed in 24 h</span></div>
    </div>
    <form class="filters" method="get" action="/">
      <label
        >Status
        <select name="status">
          <option value="">any</option>
          ${statuses.map(
            (status) =>
              html`<option value="${status}" ${filter.status === status ? raw("selected") : ""}>${status}</option>`,
          )}
        </select></label
      >
      <label
        >Function
        <select name="function">
          <option value="">any</option>
          ${functionIds.map(
            (id) => html`<option value="${id}" ${filter.functionId === id ? raw("selected") : ""}>${id}</option>`,
          )}
        </select></label
      >
      <label>Event id <input name="event" value="${filter.eventId ?? ""}" size="24" /></label>
      <button type="submit">Show</button>
      ${filtered ? html`<a href="/">Clear</a>` : ""}
    </form>
    ${
      runs.length > 0
        ? runTable(runs, now)
        : html`<p class="empty">
            ${filtered || filter.before !== null ? "No run matches." : "No run yet. An event that a function listens to starts one."}
          </p>`
    }
    <div class="pages">
      <span>${filter.before === null ? "" : html`<a href="${linkTo(filter, null)}">Newest</a>`}</span>
      <span>${last === null ? "" : html`<a href="${linkTo(filter, last)}">Older</a>`}</span>
    </div>
  `;
  return layout("Runs", "runs", body, filter.before === null ? 10 : null);
}

const kinds: Record<string, string> = {
  StepRun: "step",
  Sleep: "sleep",
  WaitForEvent: "wait for event",
  InvokeFunction: "invoke",
};

export function runPage({ run, steps, errors, waits, jobs, children }: RunPage, now: Date): Html {
  const nameOf = (stepId: string | null): string =>
    stepId === null ? "the function" : (steps.find(({ id }) => id === stepId)?.name ?? stepId.slice(0, 8));
  const body = html`
    <h1>${run.function_id} ${badge(run.status)}</h1>
    ${run.error === null ? "" : html`<p class="alert" role="alert">${run.error}</p>`}
    <dl>
      <dt>Run</dt>
      <dd class="mono">${run.id}</dd>
      <dt>Started by</dt>
      <dd class="mono">${run.event_name}</dd>
      <dt>Started</dt>
      <dd>${moment(run.created_at, now)}</dd>
      <dt>${run.ended_at === null ? "Running for" : "Took"}</dt>
      <dd>${took(run, now)}</dd>
      ${
        run.parent_run === null
          ? ""
          : html`<dt>Invoked by</dt>
              <dd><a class="mono" href="/runs/${run.parent_run}">${run.parent_run}</a></dd>`
      }
      <dt>Other runs</dt>
      <dd>
        <a href="/?function=${encodeURIComponent(run.function_id)}">of this function</a>,
        <a href="/?event=${encodeURIComponent(run.events[0]?.id ?? "")}">of this event</a>
      </dd>
    </dl>

    <h2>Steps</h2>
    ${
      steps.length === 0
        ? html`<p class="empty">None yet.</p>`
        : html`<div class="table">
            <table>
              <thead>
                <tr>
                  <th scope="col">Step</th>
                  <th scope="col">Kind</th>
                  <th scope="col">Status</th>
                  <th scope="col">When</th>
                  <th scope="col">Result</th>
                </tr>
              </thead>
              <tbody>
                ${steps.map(
                  (step) =>
                    html`<tr>
                      <td class="wrap">
                        ${step.name}${step.detail === null ? "" : html`<br /><span class="quiet mono">${step.detail}</span>`}
                      </td>
                      <td>${kinds[step.op] ?? step.op}</td>
                      <td>${badge(step.status)}</td>
                      <td>
                        ${
                          step.ended_at !== null
                            ? moment(step.ended_at, now)
                            : step.due_at === null
                              ? moment(step.created_at, now)
                              : html`until ${moment(step.due_at, now)}`
                        }
                      </td>
                      <td class="wrap">
                        ${
                          step.status === "failed"
                            ? html`<span>${step.error?.name ?? "Error"}: ${step.error?.message ?? ""}</span>`
                            : step.data === null
                              ? ""
                              : html`<details>
                                  <summary>show</summary>
                                  ${dump(step.data)}
                                </details>`
                        }
                      </td>
                    </tr>`,
                )}
              </tbody>
            </table>
          </div>`
    }
    ${
      run.status === "running" && jobs.length + waits.length > 0
        ? html`<h2>In the queue</h2>
            <ul>
              ${jobs.map((job) => html`<li>${jobText(job, nameOf)} ${jobTime(job, now)}</li>`)}
              ${waits
                .filter(({ step_id }) => step_id === null)
                .map(
                  (wait) =>
                    html`<li>
                      is cancelled by <code>${wait.event_name}</code>
                      ${wait.path === "" ? "" : html`where <code>${wait.path} == ${wait.value}</code>`}
                    </li>`,
                )}
            </ul>`
        : ""
    }
    ${
      errors.length === 0
        ? ""
        : html`<h2>Errors</h2>
            <div class="table">
              <table>
                <thead>
                  <tr>
                    <th scope="col">In</th>
                    <th scope="col">Attempt</th>
                    <th scope="col">When</th>
                    <th scope="col">Error</th>
                  </tr>
                </thead>
                <tbody>
                  ${errors.map(
                    ({ step_id, attempt, error, at }) =>
                      html`<tr>
                        <td>${nameOf(step_id)}</td>
                        <td>${attempt + 1}</td>
                        <td>${moment(at, now)}</td>
                        <td class="wrap">
                          ${error.name ?? "Error"}: ${error.message ?? ""}
                          ${
                            error.stack === undefined || error.stack === ""
                              ? ""
                              : html`<details>
                                  <summary>stack</summary>
                                  ${dump(error.stack)}
                                </details>`
                          }
                        </td>
                      </tr>`,
                  )}
                </tbody>
              </table>
            </div>`
    }

    <h2>${run.events.length === 1 ? "Event" : `${run.events.length} events`}</h2>
    ${dump(run.events.length === 1 ? run.events[0] : run.events)}
    ${
      run.status === "completed"
        ? html`<h2>Output</h2>
            ${dump(run.output)}`
        : ""
    }
    ${
      children.length === 0
        ? ""
        : html`<h2>Runs that followed</h2>
            ${runTable(children, now)}`
    }
  `;
  return layout(run.function_id, "runs", body, run.status === "running" ? 5 : null);
}

type QueuedJob = RunPage["jobs"][number];

function jobText(job: QueuedJob, nameOf: (id: string | null) => string): string {
  if (job.blocked_on !== null) return `waits for a free slot of ${job.blocked_on}`;
  if (job.kind === "cancel") return "is being cancelled";
  if (job.kind === "resolve") return `${nameOf(job.step_id)} ends`;
  const what = job.step_id === null ? "the function" : nameOf(job.step_id);
  if (job.leased_by !== null) return `${what} is being called`;
  const why =
    job.unreachable > 0
      ? `, its app could not be reached ${job.unreachable} times`
      : job.crashes > 0
        ? `, its app went away ${job.crashes} times in the middle`
        : job.attempt > 0
          ? `, attempt ${job.attempt + 1}`
          : "";
  return `${what} is called${why}`;
}

const jobTime = (job: QueuedJob, now: Date): Html =>
  job.blocked_on !== null || job.leased_by !== null ? html`` : moment(job.due_at, now);
