import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@tiffin/db/testing";
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
    const { user } = await logIn(gateway, phone, otp).catch(async () => {
      const response = await gateway.post("/v1/auth/token", { phone, otp });
      return (await response.json()) as { user: { name: string; roles: string[] } };
    });
    expect(user).toMatchObject({ name: expect.stringMatching(/^Guest \w{4}$/), roles: ["customer"] });
  });
});
