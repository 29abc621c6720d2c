import { html } from "hono/html";
import { dump, layout, moment, type Html } from "./html.ts";
import { pageSize, type EventLine, type FunctionLine } from "./queries.ts";
import type { listApps, listEngines } from "./queries.ts";

type Apps = Awaited<ReturnType<typeof listApps>>;
type Engines = Awaited<ReturnType<typeof listEngines>>;

function triggersOf({ config }: FunctionLine): string {
  const events = config.events.map(({ event, expression }) =>
    expression === undefined ? event : `${event} if ${expression}`,
  );
  return [...events, ...config.crons.map(({ cron }) => `cron ${cron}`)].join(", ") || "invoked only";
}

function limitsOf({ config }: FunctionLine): string {
  return config.concurrency
    .map(({ limit, key }) => (key === undefined ? `${limit} at once` : `${limit} at once by ${key}`))
    .join(", ");
}

export function functionsPage(functions: readonly FunctionLine[], apps: Apps, engines: Engines, now: Date): Html {
  const body = html`
    <h1>Functions</h1>
    ${apps
      .filter(({ refusal }) => refusal !== null)
      .map((app) => html`<p class="alert" role="alert">${app.id} was refused: ${app.refusal}</p>`)}
    ${
      functions.length === 0
        ? html`<p class="empty">No app has registered. An app does so with PUT on its own /api/inngest.</p>`
        : html`<div class="table">
            <table>
              <thead>
                <tr>
                  <th scope="col">Function</th>
                  <th scope="col">Starts on</th>
                  <th scope="col">Tries</th>
                  <th scope="col">Limit</th>
                  <th scope="col">Running</th>
                  <th scope="col">Failed in 24 h</th>
                  <th scope="col">Next tick</th>
                </tr>
              </thead>
              <tbody>
                ${functions.map(
                  (fn) =>
                    html`<tr>
                      <td>
                        <a href="/?function=${encodeURIComponent(fn.id)}">${fn.id}</a>
                        ${fn.removed_at === null ? "" : html`<br /><span class="quiet">no longer served</span>`}
                      </td>
                      <td class="wrap mono">${triggersOf(fn)}</td>
                      <td>${fn.config.maxAttempts}</td>
                      <td class="wrap">${limitsOf(fn)}</td>
                      <td>${fn.running}</td>
                      <td>${fn.failed}</td>
                      <td>${fn.next_tick === null ? "" : moment(fn.next_tick, now)}</td>
                    </tr>`,
                )}
              </tbody>
            </table>
          </div>`
    }
    <h2>Apps</h2>
    <ul>
      ${apps.map(
        (app) =>
          html`<li>
            <strong>${app.id}</strong> at <code>${app.url}</code>
            <span class="quiet">${app.sdk}, registered</span> ${moment(app.registered_at, now)}
          </li>`,
      )}
    </ul>
    <h2>Engines</h2>
    <ul>
      ${engines.map(
        (engine) =>
          html`<li>
            <code>${engine.url}</code>
            <span class="quiet">process ${engine.pid}, started</span> ${moment(engine.started_at, now)},
            <span class="quiet">seen</span> ${moment(engine.seen_at, now)}
          </li>`,
      )}
    </ul>
  `;
  return layout("Functions", "functions", body);
}

export function eventsPage(found: readonly EventLine[], name: string | null, paged: boolean, now: Date): Html {
  const events = found.slice(0, pageSize);
  const last = found.length > pageSize ? events.at(-1) : undefined;
  const link = (event: EventLine): string => {
    const params = new URLSearchParams({ before: event.cursor, id: event.id });
    if (name !== null) params.set("name", name);
    return `/events?${params.toString()}`;
  };
  const body = html`
    <h1>Events</h1>
    <form class="filters" method="get" action="/events">
      <label>Name <input name="name" value="${name ?? ""}" size="28" /></label>
      <button type="submit">Show</button>
      ${name === null ? "" : html`<a href="/events">Clear</a>`}
    </form>
    ${
      events.length === 0
        ? html`<p class="empty">${name === null ? "No event yet." : "No event of this name."}</p>`
        : html`<div class="table">
            <table>
              <thead>
                <tr>
                  <th scope="col">Event</th>
                  <th scope="col">Received</th>
                  <th scope="col">Runs</th>
                  <th scope="col">Data</th>
                </tr>
              </thead>
              <tbody>
                ${events.map(
                  (event) =>
                    html`<tr>
                      <td><span class="mono">${event.name}</span><br /><span class="quiet mono">${event.id}</span></td>
                      <td>${moment(event.received_at, now)}</td>
                      <td><a href="/?event=${encodeURIComponent(event.id)}">runs</a></td>
                      <td class="wrap">${event.data === null ? "" : dump(event.data)}</td>
                    </tr>`,
                )}
              </tbody>
            </table>
          </div>`
    }
    <div class="pages">
      <span>${paged ? html`<a href="/events">Newest</a>` : ""}</span>
      <span>${last === undefined ? "" : html`<a href="${link(last)}">Older</a>`}</span>
    </div>
  `;
  return layout("Events", "events", body);
}

export function messagePage(title: string, text: string): Html {
  return layout(
    title,
    null,
    html`<h1>${title}</h1>
      <p class="empty">${text}</p>`,
  );
}
