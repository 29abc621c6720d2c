import { html, raw } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";
import { style } from "./style.ts";

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

export type Tab = "runs" | "functions" | "events";

const tabs: readonly [Tab, string, string][] = [
  ["runs", "/", "Runs"],
  ["functions", "/functions", "Functions"],
  ["events", "/events", "Events"],
];

/** A whole page. Served by itself: no script, nothing from elsewhere. */
export function layout(title: string, tab: Tab | null, body: Html, refreshSeconds: number | null = null): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        ${refreshSeconds === null ? "" : html`<meta http-equiv="refresh" content="${refreshSeconds}" />`}
        <title>${title} · Workflows</title>
        <link rel="icon" href="data:," />
        <style>
          ${raw(style)}
        </style>
      </head>
      <body>
        <a class="skip" href="#main">Skip to content</a>
        <header>
          <strong>Workflows</strong>
          <nav aria-label="Sections">
            ${tabs.map(
              ([id, href, label]) =>
                html`<a href="${href}" ${id === tab ? raw('aria-current="page"') : ""}>${label}</a>`,
            )}
          </nav>
        </header>
        <main id="main">${body}</main>
      </body>
    </html>`;
}

/** "12 s", "3 min", "2 h", "5 d": enough to compare by eye; the exact time is in the title. */
export function span(ms: number): string {
  if (ms < 1_000) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(ms < 10_000 ? 1 : 0)} s`;
  if (ms < 3_600_000) return `${Math.round(ms / 60_000)} min`;
  if (ms < 86_400_000) return `${Math.round(ms / 3_600_000)} h`;
  return `${Math.round(ms / 86_400_000)} d`;
}

/** A moment relative to now, with the exact UTC time on hover and for machines. */
export function moment(at: Date | null, now: Date): Html {
  if (at === null) return html`–`;
  const iso = at.toISOString();
  const away = at.getTime() - now.getTime();
  const text = away > 0 ? `in ${span(away)}` : `${span(-away)} ago`;
  return html`<time datetime="${iso}" title="${iso}">${text}</time>`;
}

const labels: Record<string, string> = {
  running: "Running",
  completed: "Completed",
  failed: "Failed",
  cancelled: "Cancelled",
  planned: "Queued",
  waiting: "Waiting",
  done: "Done",
};

export const badge = (status: string): Html => html`<span class="badge ${status}">${labels[status] ?? status}</span>`;

const shownCharacters = 20_000;

/** JSON to read, cut where it would be too long for a page. */
export function dump(value: unknown): Html {
  if (value === null || value === undefined) return html`<p class="quiet">nothing</p>`;
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  const cut =
    text.length > shownCharacters ? `${text.slice(0, shownCharacters)}\n… ${text.length} characters in all` : text;
  return html`<pre tabindex="0">${cut}</pre>`;
}
