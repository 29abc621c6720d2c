import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@tiffin/db/testing";
import { demoUser } from "../testing/people.ts";
import { startTestGateway, type TestGateway } from "../testing/test-gateway.ts";

let database: TestDatabase;
let gateway: TestGateway;

beforeAll(async () => {
  database = await createTestDatabase(inject("postgresUrl"));
  gateway = await startTestGateway({ databaseUrl: database.url, redisUrl: inject("redisUrl") });
});
afterAll(async () => {
  await gateway.stop();
  await database.close();
});

/** What a browser adds to a call from a page of ours. */
const ours = { "x-tiffin-csrf": "1", "sec-fetch-site": "same-origin" };

/** `name=value` of the cookies that an answer sets, for the next call. */
function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}

async function signIn(audience: string, ...roles: ("customer" | "rider" | "staff" | "ops")[]): Promise<string> {
  const { phone } = await demoUser(database.db, ...roles);
  await gateway.post(`/session/${audience}/otp`, { phone }, ours);
  const response = await gateway.post(`/session/${audience}/login`, { phone, otp: "000000" }, ours);
  expect(response.status).toBe(200);
  return cookiesOf(response);
}

describe("a browser's session", () => {
  test("lives in cookies that scripts can't read, named after their app", async () => {
    const { id, phone } = await demoUser(database.db, "customer");
    expect((await gateway.post("/session/customer/otp", { phone }, ours)).status).toBe(202);
    const response = await gateway.post("/session/customer/login", { phone, otp: "000000" }, ours);
    expect(await response.json()).toEqual({
      user: { id, name: "Demo customer", roles: ["customer"] },
      expiresInSeconds: 600,
    });
    const [access, refresh] = response.headers.getSetCookie();
    expect(access).toMatch(/^tiffin_customer_access=.+; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(refresh).toMatch(
      /^tiffin_customer_refresh=.+; Max-Age=2592000; Path=\/api\/session; HttpOnly; SameSite=Lax$/,
    );
  });

  test("opens its app's router and no other", async () => {
    const cookie = await signIn("customer", "customer");
    const me = await gateway.fetch("/trpc/customer/session.me", { headers: { cookie } });
    expect(await me.json()).toMatchObject({ result: { data: { name: "Demo customer", roles: ["customer"] } } });
    expect((await gateway.fetch("/trpc/rider/session.me", { headers: { cookie } })).status).toBe(401);
    expect((await gateway.fetch("/v1/orders", { headers: { cookie } })).status).toBe(401);
  });

  test("is renewed by the refresh cookie, and both cookies change", async () => {
    const cookie = await signIn("rider", "rider");
    const renewed = await gateway.fetch("/session/rider/refresh", { method: "POST", headers: { ...ours, cookie } });
    expect(renewed.status).toBe(200);
    expect(cookiesOf(renewed)).not.toBe(cookie);
    const again = await gateway.fetch("/session/rider/refresh", {
      method: "POST",
      headers: { ...ours, cookie: cookiesOf(renewed) },
    });
    expect(again.status).toBe(200);
  });

  test("is over, cookies and all, when its refresh token was used twice", async () => {
    const cookie = await signIn("rider", "rider");
    const renew = () => gateway.fetch("/session/rider/refresh", { method: "POST", headers: { ...ours, cookie } });
    expect((await renew()).status).toBe(200);
    const second = await renew();
    expect(second.status).toBe(401);
    expect(await second.json()).toMatchObject({ code: "REFRESH_INVALID" });
    for (const cleared of second.headers.getSetCookie()) expect(cleared).toContain("Max-Age=0");
  });

  test("ends by logging out", async () => {
    const cookie = await signIn("restaurant", "staff");
    const out = await gateway.post("/session/restaurant/logout", {}, { ...ours, cookie });
    expect(out.status).toBe(204);
    expect(out.headers.getSetCookie()).toHaveLength(2);
    const renewed = await gateway.fetch("/session/restaurant/refresh", {
      method: "POST",
      headers: { ...ours, cookie },
    });
    expect(renewed.status).toBe(401);
  });

  test("of the riders' and restaurants' apps needs the role; the customers' takes everybody", async () => {
    const { phone } = await demoUser(database.db, "customer");
    for (const [audience, status] of [
      ["rider", 403],
      ["restaurant", 403],
      ["ops", 403],
      ["customer", 200],
    ] as const) {
      await gateway.post(`/session/${audience}/otp`, { phone }, ours);
      const response = await gateway.post(`/session/${audience}/login`, { phone, otp: "000000" }, ours);
      expect([audience, response.status]).toEqual([audience, status]);
    }
    await signIn("restaurant", "ops");
    expect((await gateway.post("/session/nobody/login", { phone, otp: "000000" }, ours)).status).toBe(404);
  });
});

describe("a foreign page can't use it", () => {
  const update = { name: "Mallory" };
  const foreign: [string, Record<string, string>][] = [
    ["without the header", { "sec-fetch-site": "same-origin" }],
    ["from another site", { "x-tiffin-csrf": "1", "sec-fetch-site": "cross-site" }],
    ["from another port of this host", { "x-tiffin-csrf": "1", "sec-fetch-site": "same-site" }],
    ["from another origin, in an old browser", { "x-tiffin-csrf": "1", origin: "https://evil.example" }],
    ["without any word of where it comes from", { "x-tiffin-csrf": "1" }],
  ];
  test.each(foreign)("to change anything %s", async (_, headers) => {
    const cookie = await signIn("customer", "customer");
    const response = await gateway.post("/trpc/customer/session.updateProfile", update, { ...headers, cookie });
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ code: "CSRF_REQUIRED" });
    const login = await gateway.post("/session/customer/login", { phone: "+919800000001", otp: "000000" }, headers);
    expect(login.status).toBe(403);
  });

  test("while our own page can, also behind the app's rewrite and in an old browser", async () => {
    const cookie = await signIn("customer", "customer");
    const old = { "x-tiffin-csrf": "1", origin: "http://localhost:3000", "x-forwarded-host": "localhost:3000" };
    for (const headers of [ours, old]) {
      const response = await gateway.post(
        "/trpc/customer/session.updateProfile",
        { name: "Asha" },
        { ...headers, cookie },
      );
      expect(await response.json()).toMatchObject({ result: { data: { name: "Asha" } } });
    }
  });

  test("and a Bearer token needs none of this, because no browser adds it by itself", async () => {
    const { phone } = await demoUser(database.db, "customer");
    await gateway.post("/v1/auth/otp", { phone });
    const tokens = (await (await gateway.post("/v1/auth/token", { phone, otp: "000000" })).json()) as {
      accessToken: string;
    };
    const authorization = `Bearer ${tokens.accessToken}`;
    const response = await gateway.post("/trpc/customer/session.updateProfile", { name: "Asha" }, { authorization });
    expect(response.status).toBe(200);
  });
});

describe("tRPC", () => {
  test("says what is wrong in the words of the domain", async () => {
    const cookie = await signIn("customer", "customer");
    const response = await gateway.post("/trpc/customer/session.updateProfile", { locale: "xx" }, { ...ours, cookie });
    expect(response.status).toBe(400);
    const { error } = (await response.json()) as { error: { data: Record<string, unknown> } };
    expect(error.data).toMatchObject({
      errorCode: "VALIDATION_FAILED",
      httpStatus: 400,
      traceId: response.headers.get("x-trace-id"),
      errors: [{ path: "locale", message: expect.any(String) }],
    });
    expect(JSON.stringify(error)).not.toContain("stack");
  });

  test("answers 401, 403, 404 and malformed input without a stack", async () => {
    const cookie = await signIn("customer", "customer");
    const calls: [string, RequestInit, number][] = [
      ["/trpc/customer/session.me", {}, 401],
      ["/trpc/customer/no.such", { headers: { cookie } }, 404],
      ["/trpc/nobody/session.me", { headers: { cookie } }, 404],
      ["/trpc/customer/restaurants.search?input=%7B", { headers: { cookie } }, 400],
      ["/trpc/customer/restaurants.search?batch=1&input=%5B%5D", { headers: { cookie } }, 400],
      [
        "/trpc/customer/session.updateProfile",
        { method: "POST", body: "{", headers: { ...ours, cookie, "content-type": "application/json" } },
        400,
      ],
      ["/trpc/customer/session.updateProfile", { headers: { cookie } }, 405],
    ];
    for (const [path, init, status] of calls) {
      const response = await gateway.fetch(path, init);
      const text = await response.text();
      expect([path, response.status]).toEqual([path, status]);
      expect(text).not.toMatch(/"stack"|node_modules/);
    }
  });
});
