import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { eq } from "drizzle-orm";
import { otpChallenges, users } from "@tiffin/db/schema/identity";
import { createTestDatabase, type TestDatabase } from "@tiffin/db/testing";
import { DomainError } from "@tiffin/domain/errors";
import { exchangeOtp, requestOtp } from "./index.ts";
import { identityHarness, insertUser, somePhone, type IdentityHarness } from "./testing.ts";

declare module "vitest" {
  interface ProvidedContext {
    postgresUrl: string;
    redisUrl: string;
  }
}

const ip = "203.0.113.7";
const start = new Date("2026-11-22T12:00:00Z");
const later = (seconds: number) => new Date(start.getTime() + seconds * 1000);

let database: TestDatabase;
let identity: IdentityHarness;
let demo: IdentityHarness;

beforeAll(async () => {
  database = await createTestDatabase(inject("postgresUrl"));
  identity = await identityHarness(database.db);
  demo = await identityHarness(database.db, { demo: true });
});
afterAll(() => database.close());

const refusedWith = (code: string) => expect.objectContaining({ code });

describe("a code by SMS", () => {
  test("signs a new phone up as a customer, and the same person in the next time", async () => {
    const phone = somePhone();
    await requestOtp(identity.services, { phone, ip }, start);
    const first = await exchangeOtp(identity.services, { phone, otp: identity.codeFor(phone), ip }, later(20));
    expect(first.user.roles).toEqual(["customer"]);
    expect(first.user.name).toMatch(/^Guest \w{4}$/);

    await requestOtp(identity.services, { phone, ip }, later(60));
    const second = await exchangeOtp(identity.services, { phone, otp: identity.codeFor(phone), ip }, later(70));
    expect(second.user).toEqual(first.user);
  });

  test("is good once", async () => {
    const phone = somePhone();
    await requestOtp(identity.services, { phone, ip }, start);
    const exchange = { phone, otp: identity.codeFor(phone), ip };
    const both = await Promise.allSettled([
      exchangeOtp(identity.services, exchange, later(1)),
      exchangeOtp(identity.services, exchange, later(1)),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const made = await database.db.select().from(users).where(eq(users.phone, phone));
    expect(made).toHaveLength(1);
  });

  test("runs out after five minutes", async () => {
    const phone = somePhone();
    await requestOtp(identity.services, { phone, ip }, start);
    const exchange = exchangeOtp(identity.services, { phone, otp: identity.codeFor(phone), ip }, later(301));
    await expect(exchange).rejects.toEqual(refusedWith("OTP_INVALID"));
  });

  test("is worth nothing after five wrong guesses, even when they come all at once", async () => {
    const phone = somePhone();
    await requestOtp(identity.services, { phone, ip }, start);
    const right = identity.codeFor(phone);
    const wrong = right === "123456" ? "654321" : "123456";
    const guesses = Array.from({ length: 8 }, () =>
      exchangeOtp(identity.services, { phone, otp: wrong, ip }, later(1)),
    );
    for (const guess of await Promise.allSettled(guesses)) expect(guess.status).toBe("rejected");
    await expect(exchangeOtp(identity.services, { phone, otp: right, ip }, later(2))).rejects.toEqual(
      refusedWith("OTP_INVALID"),
    );
    const [challenge] = await database.db.select().from(otpChallenges).where(eq(otpChallenges.phone, phone));
    expect(challenge?.failedAttempts).toBe(5);
  });

  test("comes again only after half a minute", async () => {
    const phone = somePhone();
    await requestOtp(identity.services, { phone, ip }, start);
    await expect(requestOtp(identity.services, { phone, ip }, later(10))).rejects.toEqual(
      expect.objectContaining({ code: "RATE_LIMITED", retryAfterSeconds: 20 }),
    );
    await requestOtp(identity.services, { phone, ip }, later(31));
    expect(identity.sent.filter(({ to }) => to === phone)).toHaveLength(2);
  });

  test("is nowhere in the database", async () => {
    const phone = somePhone();
    await requestOtp(identity.services, { phone, ip }, start);
    const [challenge] = await database.db.select().from(otpChallenges).where(eq(otpChallenges.phone, phone));
    expect(challenge?.codeHash).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(challenge)).not.toContain(`"${identity.codeFor(phone)}"`);
  });

  test("may be asked for again at once when it could not be sent", async () => {
    const phone = somePhone();
    const broken = {
      ...identity.services,
      sms: { send: () => Promise.reject(new DomainError("UNAVAILABLE", "The provider is away.")) },
    };
    await expect(requestOtp(broken, { phone, ip }, start)).rejects.toEqual(refusedWith("UNAVAILABLE"));
    await requestOtp(identity.services, { phone, ip }, later(1));
    expect(identity.codeFor(phone)).toMatch(/^\d{6}$/);
  });
});

describe("demo accounts", () => {
  test("log in with 000000 in the demo, several at a time, and get no message", async () => {
    const { phone } = await insertUser(database.db, { roles: ["rider"], isDemo: true });
    await requestOtp(demo.services, { phone, ip }, start);
    await requestOtp(demo.services, { phone, ip }, start);
    const logins = await Promise.all(
      [1, 2, 3].map((second) => exchangeOtp(demo.services, { phone, otp: "000000", ip }, later(second))),
    );
    expect(logins.map(({ user }) => user.roles)).toEqual([["rider"], ["rider"], ["rider"]]);
    expect(demo.sent.filter(({ to }) => to === phone)).toEqual([]);
  });

  test("can't log in anywhere else, and the answer doesn't tell", async () => {
    const { phone } = await insertUser(database.db, { roles: ["customer"], isDemo: true });
    expect(await requestOtp(identity.services, { phone, ip }, start)).toEqual(
      await requestOtp(identity.services, { phone: somePhone(), ip }, start),
    );
    expect(identity.sent.filter(({ to }) => to === phone)).toEqual([]);
    await expect(exchangeOtp(identity.services, { phone, otp: "000000", ip }, later(1))).rejects.toEqual(
      refusedWith("OTP_INVALID"),
    );
  });

  test("can't log in elsewhere with a challenge that is left over from the demo", async () => {
    const { phone } = await insertUser(database.db, { roles: ["customer"], isDemo: true });
    await requestOtp(demo.services, { phone, ip }, start);
    await expect(exchangeOtp(identity.services, { phone, otp: "000000", ip }, later(1))).rejects.toEqual(
      refusedWith("OTP_INVALID"),
    );
  });

  test("000000 is no master key: other phones have their own code in the demo too", async () => {
    const phone = somePhone();
    await requestOtp(demo.services, { phone, ip }, start);
    if (demo.codeFor(phone) === "000000") return;
    await expect(exchangeOtp(demo.services, { phone, otp: "000000", ip }, later(1))).rejects.toEqual(
      refusedWith("OTP_INVALID"),
    );
  });
});

describe("an app's role", () => {
  test("riders' and restaurants' apps let only theirs in", async () => {
    const { phone } = await insertUser(database.db, { roles: ["customer"], isDemo: true });
    await requestOtp(demo.services, { phone, ip }, start);
    const asRider = { phone, otp: "000000", ip, asRole: "rider" } as const;
    await expect(exchangeOtp(demo.services, asRider, later(1))).rejects.toEqual(refusedWith("FORBIDDEN"));
  });

  test("a rider who is hungry becomes a customer too", async () => {
    const { phone } = await insertUser(database.db, { roles: ["rider"], isDemo: true });
    await requestOtp(demo.services, { phone, ip }, start);
    const tokens = await exchangeOtp(demo.services, { phone, otp: "000000", ip, asRole: "customer" }, later(1));
    expect(tokens.user.roles).toEqual(["customer", "rider"]);
  });
});
