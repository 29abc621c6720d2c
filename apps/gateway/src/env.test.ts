import { describe, expect, test } from "vitest";
import { readConfig } from "./env.ts";

const enough = {
  DATABASE_URL: "postgres://tiffin@localhost/tiffin",
  REDIS_URL: "redis://localhost:6379",
  AUTH_PRIVATE_JWK: '{"kty":"OKP","crv":"Ed25519","x":"public","d":"private","kid":"1"}',
  OTP_PEPPER: "0123456789abcdef",
  SOKETI_APP_ID: "id",
  SOKETI_APP_KEY: "key",
  SOKETI_APP_SECRET: "secret",
  SANDBOX_URL: "http://localhost:5001",
  SANDBOX_API_KEY: "key",
  SANDBOX_WEBHOOK_SECRET: "secret",
};

describe("the gateway's environment", () => {
  test("has sane defaults: no demo, limits on", () => {
    const config = readConfig(enough);
    expect(config).toMatchObject({ port: 4000, isDemo: false });
    expect(config.services).toMatchObject({ demo: false, relaxedLimits: false, sms: { provider: "console" } });
  });

  test("names each key that is missing or wrong, and no value", () => {
    const { DATABASE_URL: _, ...without } = enough;
    expect(() => readConfig({ ...without, PORT: "sixteen", OTP_PEPPER: "short-secret" })).toThrow(
      /PORT must be a port number; DATABASE_URL is missing; OTP_PEPPER must have 16/,
    );
    expect(() => readConfig({ ...enough, OTP_PEPPER: "short-secret" })).toThrow(/^(?!.*short-secret)/);
  });

  test("takes no signing key but an Ed25519 private one", () => {
    for (const key of ["", "secret", "{}", '{"kty":"OKP","crv":"Ed25519","x":"public","kid":"1"}']) {
      expect(() => readConfig({ ...enough, AUTH_PRIVATE_JWK: key })).toThrow(/AUTH_PRIVATE_JWK (is missing|must be)/);
    }
  });

  test("asks for a provider's keys when the provider is switched on", () => {
    expect(() => readConfig({ ...enough, SMS_PROVIDER: "webhook" })).toThrow(
      /SMS_WEBHOOK_URL is needed when SMS_PROVIDER is webhook; SMS_WEBHOOK_SECRET is needed/,
    );
  });

  test("asks for the keys of the payment gateway that is chosen, and of each that is begun", () => {
    expect(() => readConfig({ ...enough, PAYMENTS_PROVIDER: "stripe", RAZORPAY_KEY_ID: "rzp_test_1" })).toThrow(
      /STRIPE_SECRET_KEY is needed when PAYMENTS_PROVIDER is stripe; STRIPE_WEBHOOK_SECRET is needed .*; RAZORPAY_KEY_SECRET is needed with RAZORPAY_KEY_ID/,
    );
    const { payments } = readConfig(enough).services;
    expect(payments).toMatchObject({ provider: "sandbox", sandbox: { url: "http://localhost:5001" }, stripe: null });
  });

  test("takes an empty variable for one that isn't set", () => {
    expect(readConfig({ ...enough, SOKETI_PUBLIC_HOST: "", TIFFIN_DEMO: "" }).isDemo).toBe(false);
  });

  test("lets our three apps call from browsers, and those that the operator adds", () => {
    const config = readConfig({
      ...enough,
      CORS_ORIGINS: "https://partner.example",
      CUSTOMER_URL: "https://eat.example/",
    });
    expect(config.corsOrigins).toEqual([
      "https://partner.example",
      "https://eat.example",
      "http://localhost:3001",
      "http://localhost:3002",
    ]);
  });
});
