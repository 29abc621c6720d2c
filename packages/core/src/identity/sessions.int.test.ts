import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { eq } from "drizzle-orm";
import { grantRole } from "@tiffin/db/queries/identity";
import { refreshTokens as refreshTokenRows } from "@tiffin/db/schema/identity";
import { createTestDatabase, type TestDatabase } from "@tiffin/db/testing";
import type { Tokens } from "@tiffin/domain/wire/identity";
import { exchangeOtp, issueStreamTicket, logOut, refreshTokens, requestOtp } from "./index.ts";
import { identityHarness, insertUser, type IdentityHarness } from "./testing.ts";

const ip = "203.0.113.7";
const start = new Date();
const later = (seconds: number) => new Date(start.getTime() + seconds * 1000);
const DAY = 24 * 3600;

let database: TestDatabase;
let demo: IdentityHarness;

beforeAll(async () => {
  database = await createTestDatabase(inject("postgresUrl"));
  demo = await identityHarness(database.db, { demo: true });
});
afterAll(() => database.close());

async function login(): Promise<Tokens & { id: string; phone: string }> {
  const { id, phone } = await insertUser(database.db, { roles: ["customer"], isDemo: true });
  await requestOtp(demo.services, { phone, ip }, start);
  return { ...(await exchangeOtp(demo.services, { phone, otp: "000000", ip }, start)), id, phone };
}
const refused = expect.objectContaining({ code: "REFRESH_INVALID" });

describe("refresh tokens", () => {
  test("are traded for a new pair that works in their place", async () => {
    const first = await login();
    const second = await refreshTokens(demo.services, first.refreshToken, later(500));
    expect(second.refreshToken).not.toBe(first.refreshToken);
    const third = await refreshTokens(demo.services, second.refreshToken, later(1000));
    expect(await demo.services.accessTokens.verify(third.accessToken, later(1001))).toMatchObject({ sub: first.id });
  });

  test("carry roles as they are now, not as they were at log-in", async () => {
    const { id, refreshToken } = await login();
    await grantRole(database.db, id, "rider");
    const { user } = await refreshTokens(demo.services, refreshToken, later(60));
    expect(user.roles).toEqual(["customer", "rider"]);
  });

  test("end their whole family when one comes back", async () => {
    const first = await login();
    const second = await refreshTokens(demo.services, first.refreshToken, later(10));
    await expect(refreshTokens(demo.services, first.refreshToken, later(20))).rejects.toEqual(refused);
    await expect(refreshTokens(demo.services, second.refreshToken, later(30))).rejects.toEqual(refused);
  });

  test("leave the person's other devices alone when one family ends", async () => {
    const mobile = await login();
    const laptop = await exchangeOtp(demo.services, { phone: mobile.phone, otp: "000000", ip }, start);
    await refreshTokens(demo.services, mobile.refreshToken, later(10));
    await expect(refreshTokens(demo.services, mobile.refreshToken, later(20))).rejects.toEqual(refused);
    await expect(refreshTokens(demo.services, laptop.refreshToken, later(30))).resolves.toBeDefined();
  });

  test("sent ten times at once, one wins at most, and then nobody has a session", async () => {
    const { refreshToken } = await login();
    const all = await Promise.allSettled(
      Array.from({ length: 10 }, () => refreshTokens(demo.services, refreshToken, later(10))),
    );
    const won = all.filter((one) => one.status === "fulfilled");
    expect(won).toHaveLength(1);
    const successor = won[0]?.value.refreshToken ?? "";
    await expect(refreshTokens(demo.services, successor, later(20))).rejects.toEqual(refused);
  });

  test("run out after thirty days, and unknown ones were never good", async () => {
    const { refreshToken } = await login();
    await expect(refreshTokens(demo.services, refreshToken, later(30 * DAY + 1))).rejects.toEqual(refused);
    await expect(refreshTokens(demo.services, "rt_somethingsomething", later(1))).rejects.toEqual(refused);
  });

  test("stop working after logging out, which may be repeated", async () => {
    const { refreshToken } = await login();
    await logOut(demo.services, refreshToken, later(5));
    await logOut(demo.services, refreshToken, later(6));
    await expect(refreshTokens(demo.services, refreshToken, later(10))).rejects.toEqual(refused);
  });

  test("of demo accounts stop working where there is no demo any more", async () => {
    const { refreshToken } = await login();
    const serious = { ...demo.services, identity: { ...demo.services.identity, demo: false } };
    await expect(refreshTokens(serious, refreshToken, later(10))).rejects.toEqual(refused);
  });

  test("are kept as hashes, and old ones don't pile up", async () => {
    const { id, phone, refreshToken } = await login();
    let token = refreshToken;
    for (let day = 1; day <= 9; day += 1) {
      token = (await refreshTokens(demo.services, token, later(day * DAY))).refreshToken;
    }
    await requestOtp(demo.services, { phone, ip }, later(9 * DAY));
    await exchangeOtp(demo.services, { phone, otp: "000000", ip }, later(9 * DAY + 1));
    const rows = await database.db.select().from(refreshTokenRows).where(eq(refreshTokenRows.userId, id));
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(rows.length).toBeLessThan(11);
  });
});

describe("stream tickets", () => {
  test("say whose they are and open the stream only, for a minute", async () => {
    const { id } = await login();
    const ticket = await issueStreamTicket(demo.services, { userId: id, name: "Asha", roles: ["rider"] }, start);
    expect(await demo.services.accessTokens.verify(ticket.token, later(59))).toMatchObject({
      sub: id,
      scope: "stream",
    });
    await expect(demo.services.accessTokens.verify(ticket.token, later(61))).rejects.toEqual(
      expect.objectContaining({ code: "UNAUTHENTICATED" }),
    );
  });
});
