import { Hono, type MiddlewareHandler } from "hono";
import { z } from "zod";
import type { Context } from "../context.ts";
import { isSecret } from "../signing.ts";
import { databaseNow } from "../registry.ts";
import { eventsPage, functionsPage, messagePage } from "./other-pages.ts";
import {
  listApps,
  listEngines,
  listEvents,
  listFunctions,
  listRuns,
  readRun,
  statuses,
  totals,
  type RunFilter,
} from "./queries.ts";
import { runPage, runsPage } from "./run-pages.ts";

const guid = z.guid();
const some = (value: string | undefined): string | null =>
  value === undefined || value.trim() === "" ? null : value.trim();

/**
 * The page shows what is in the events. In dev it is open, as Inngest's own dev server is; outside dev it asks for
 * the password (any user name), and stays closed if none is set.
 */
function guard({ config }: Context): MiddlewareHandler {
  return async (c, next) => {
    c.header(
      "content-security-policy",
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; frame-ancestors 'none'",
    );
    c.header("x-content-type-options", "nosniff");
    c.header("referrer-policy", "no-referrer");
    c.header("cache-control", "no-store");
    if (config.pagePassword === null) {
      if (config.signingKey === null) return next();
      const text = "Set WORKFLOWS_PAGE_PASSWORD to open this page outside development.";
      return c.html(await messagePage("This page is closed", text), 403);
    }
    const given = /^Basic (\S+)$/.exec(c.req.header("authorization") ?? "")?.[1];
    const password =
      given === undefined
        ? undefined
        : Buffer.from(given, "base64")
            .toString("utf8")
            .replace(/^[^:]*:/, "");
    if (isSecret(password, config.pagePassword)) return next();
    c.header("www-authenticate", 'Basic realm="workflows", charset="UTF-8"');
    return c.html(await messagePage("Password needed", "Reload and give the page's password."), 401);
  };
}

export function pages(context: Context): Hono {
  const { sql } = context;
  const app = new Hono();
  const closed = guard(context);

  app.get("/", closed, async (c) => {
    const status = statuses.find((known) => known === c.req.query("status")) ?? null;
    const before = c.req.query("before");
    const filter: RunFilter = {
      status,
      functionId: some(c.req.query("function")),
      eventId: some(c.req.query("event")),
      before: guid.safeParse(before).success ? (before ?? null) : null,
    };
    const [runs, functions, numbers, now] = await Promise.all([
      listRuns(sql, filter),
      sql<{ id: string }[]>`SELECT id FROM workflows.functions ORDER BY id`,
      totals(sql),
      databaseNow(sql),
    ]);
    return c.html(
      await runsPage(
        filter,
        runs,
        functions.map(({ id }) => id),
        numbers,
        now,
      ),
    );
  });

  app.get("/runs/:id", closed, async (c) => {
    const id = c.req.param("id");
    const [page, now] = await Promise.all([guid.safeParse(id).success ? readRun(sql, id) : null, databaseNow(sql)]);
    if (page === null)
      return c.html(
        await messagePage("No such run", "It may have been deleted: finished runs are kept for some days only."),
        404,
      );
    return c.html(await runPage(page, now));
  });

  app.get("/functions", closed, async (c) => {
    const [functions, apps, engines, now] = await Promise.all([
      listFunctions(sql),
      listApps(sql),
      listEngines(sql),
      databaseNow(sql),
    ]);
    return c.html(await functionsPage(functions, apps, engines, now));
  });

  app.get("/events", closed, async (c) => {
    const name = some(c.req.query("name"));
    const at = some(c.req.query("before"));
    const id = some(c.req.query("id"));
    const before = at === null || Number.isNaN(Date.parse(at)) || id === null ? null : { at, id };
    const [events, now] = await Promise.all([listEvents(sql, name, before), databaseNow(sql)]);
    return c.html(await eventsPage(events, name, before !== null, now));
  });
  return app;
}
