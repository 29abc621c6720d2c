import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { Engine } from "../engine.ts";
import {
  createDatabase,
  devClient,
  endedRuns,
  startApp,
  startTestEngine,
  type TestApp,
  type TestDatabase,
} from "../testing/harness.ts";

let database: TestDatabase;
let engine: Engine;
let app: TestApp;

beforeAll(async () => {
  database = await createDatabase(inject("postgresUrl"));
  engine = await startTestEngine(database.url);
  const inngest = devClient("page", engine.url);
  const fn = inngest.createFunction(
    { id: "fn", triggers: { event: "page/asked" }, retries: 0 },
    async ({ event, step }) => {
      const { n } = event.data as { n: number };
      await step.run("<b>bold</b> step", () => ({ n }));
      if (n === 3) throw new Error("<script>alert(1)</script>");
      return n;
    },
  );
  app = await startApp(inngest, [fn]);
  await inngest.send(Array.from({ length: 60 }, (_, n) => ({ id: `event-${n}`, name: "page/asked", data: { n } })));
  await endedRuns(database, "page-fn", 60);
});
afterAll(async () => {
  await app.close();
  await engine.stop();
  await database.drop();
});

const get = async (path: string, at = engine.url, headers: Record<string, string> = {}) => {
  const response = await fetch(`${at}${path}`, { headers });
  return { status: response.status, text: await response.text(), headers: response.headers };
};
const runsIn = (text: string): string[] => [...text.matchAll(/href="(\/runs\/[^"]+)"/g)].map(([, href]) => href ?? "");

describe("the page", () => {
  test("lists runs, newest first, a page at a time", async () => {
    const first = await get("/");
    expect(runsIn(first.text)).toHaveLength(50);
    const older = /href="(\/\?before=[^"]+)">Older/.exec(first.text)?.[1] ?? "";
    const second = await get(older);
    expect(runsIn(second.text)).toHaveLength(10);
    expect(new Set([...runsIn(first.text), ...runsIn(second.text)]).size).toBe(60);
    expect(second.text).not.toContain(">Older<");
  });

  test("filters by status, function and event", async () => {
    expect(runsIn((await get("/?status=failed")).text)).toHaveLength(1);
    expect(runsIn((await get("/?event=event-7")).text)).toHaveLength(1);
    expect((await get("/?function=none")).text).toContain("No run matches.");
    expect((await get("/?status=nonsense&before=nonsense")).status).toBe(200);
  });

  test("shows a run with its steps, its errors and its event, and escapes what they say", async () => {
    const [href] = runsIn((await get("/?status=failed")).text);
    const { text, headers } = await get(href ?? "");
    expect(text).toContain("&lt;b&gt;bold&lt;/b&gt; step");
    expect(text).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    expect(text).not.toContain("<script>");
    expect(text).toContain("event-3");
    expect(headers.get("content-security-policy")).toContain("default-src 'none'");
  });

  test("lists functions and events", async () => {
    expect((await get("/functions")).text).toContain("page/asked");
    const events = await get("/events?name=page%2Fasked");
    expect(events.text.match(/page\/asked<\/span>/g)).toHaveLength(50);
    const older = /href="(\/events\?before=[^"]+)">Older/.exec(events.text)?.[1]?.replaceAll("&amp;", "&") ?? "";
    expect((await get(older)).text.match(/page\/asked<\/span>/g)).toHaveLength(10);
  });

  test("says so when there is no such run", async () => {
    expect((await get("/runs/nonsense")).status).toBe(404);
    expect((await get("/runs/01a20508-2fe4-7359-95c5-345705c385fd")).status).toBe(404);
  });

  test("outside dev it is closed, or asks for its password", async () => {
    const signed = { INNGEST_SIGNING_KEY: `signkey-test-${"ab".repeat(32)}` };
    const closed = await startTestEngine(database.url, signed);
    expect((await get("/", closed.url)).status).toBe(403);
    await closed.stop();
    const locked = await startTestEngine(database.url, { ...signed, WORKFLOWS_PAGE_PASSWORD: "open sesame" });
    const basic = (password: string) => ({
      authorization: `Basic ${Buffer.from(`ops:${password}`).toString("base64")}`,
    });
    expect((await get("/", locked.url)).status).toBe(401);
    expect((await get("/", locked.url, basic("wrong"))).status).toBe(401);
    expect((await get("/", locked.url, basic("open sesame"))).status).toBe(200);
    await locked.stop();
  });
});
