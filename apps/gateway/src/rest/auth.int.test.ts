import { createRemoteJWKSet, jwtVerify } from "jose";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@tiffin/db/testing";
import type { Tokens } from "@tiffin/domain/wire/identity";
import { demoUser, logIn, somePhone } from "../testing/people.ts";
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

describe("logging in", () => {
  test("a demo account logs in with 000000 and gets tokens with its roles", async () => {
    const { id, phone } = await demoUser(database.db, "customer");
    const asked = await gateway.post("/v1/auth/otp", { phone });
    expect(asked.status).toBe(202);
    const response = await gateway.post("/v1/auth/token", { phone, otp: "000000" });
    expect(response.status).toBe(200);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(await response.json()).toEqual({
      accessToken: expect.stringMatching(/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/),
      expiresInSeconds: 600,
      refreshToken: expect.stringMatching(/^rt_/),
      user: { id, name: "Demo customer", roles: ["customer"] },
    });
  });

  test("a new phone gets its code by SMS and becomes a customer", async () => {
    const phone = somePhone();
    expect((await gateway.post("/v1/auth/otp", { phone })).status).toBe(202);
    const line = gateway.logs.find(({ msg }) => String(msg).includes(phone));
    const otp = /(\d{6}) is your Tiffin code/.exec(String(line?.msg))?.[1] ?? "";
    const response = await gateway.post("/v1/auth/token", { phone, otp });
    const { user } = (await response.json()) as Tokens;
    expect(user).toMatchObject({ name: expect.stringMatching(/^Guest \w{4}$/), roles: ["customer"] });
  });

  test("refresh tokens rotate over REST, and a used one ends the login", async () => {
    const { phone } = await demoUser(database.db, "customer");
    const first = await logIn(gateway, phone);
    const refresh = (refreshToken: string) => gateway.post("/v1/auth/refresh", { refreshToken });
    const second = (await (await refresh(first.refreshToken)).json()) as Tokens;
    expect(second.user).toEqual(first.user);
    const reused = await refresh(first.refreshToken);
    expect([reused.status, ((await reused.json()) as { code: string }).code]).toEqual([401, "REFRESH_INVALID"]);
    expect((await refresh(second.refreshToken)).status).toBe(401);
    expect((await refresh("rubbish")).status).toBe(401);
    expect((await refresh("")).status).toBe(400);
  });

  test("other services can verify our tokens with the published key", async () => {
    const { id, phone } = await demoUser(database.db, "ops");
    const { accessToken } = await logIn(gateway, phone);
    const keys = createRemoteJWKSet(new URL("/.well-known/jwks.json", gateway.url));
    const { payload, protectedHeader } = await jwtVerify(accessToken, keys, {
      issuer: "tiffin",
      audience: "tiffin-api",
    });
    expect(protectedHeader).toMatchObject({ alg: "EdDSA", kid: "test-key" });
    expect(payload).toMatchObject({ sub: id, roles: ["ops"] });
  });

  test("demo accounts can't log in where TIFFIN_DEMO is not 1", async () => {
    const { phone } = await demoUser(database.db, "customer");
    const serious = await startTestGateway(
      { databaseUrl: database.url, redisUrl: inject("redisUrl") },
      { TIFFIN_DEMO: "0" },
    );
    try {
      expect((await serious.post("/v1/auth/otp", { phone })).status).toBe(202);
      expect((await serious.post("/v1/auth/token", { phone, otp: "000000" })).status).toBe(401);
    } finally {
      await serious.stop();
    }
  });
});
