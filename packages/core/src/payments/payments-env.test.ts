import { describe, expect, it } from "vitest";
import { z } from "zod";
import { paymentsConfig, paymentsEnv, paymentsEnvProblems } from "./payments-env.ts";

const schema = z.object(paymentsEnv);
const problemsOf = (env: Record<string, string>, webhooks = true) =>
  paymentsEnvProblems(schema.parse(env), { webhooks }).map(({ key, message }) => `${key} ${message}`);

const sandbox = { SANDBOX_URL: "http://sandbox", SANDBOX_API_KEY: "key", SANDBOX_WEBHOOK_SECRET: "secret" };
const stripe = { STRIPE_SECRET_KEY: "sk_test_1", STRIPE_WEBHOOK_SECRET: "whsec_1" };
const razorpay = {
  RAZORPAY_KEY_ID: "rzp_test_1",
  RAZORPAY_KEY_SECRET: "secret",
  RAZORPAY_WEBHOOK_SECRET: "a secret of 16 letters",
};

describe("the payment gateways' settings", () => {
  it("are whole for the gateway that takes payments, and name what is missing", () => {
    expect(problemsOf({})).toEqual([
      "SANDBOX_URL is needed when PAYMENTS_PROVIDER is sandbox",
      "SANDBOX_API_KEY is needed when PAYMENTS_PROVIDER is sandbox",
      "SANDBOX_WEBHOOK_SECRET is needed when PAYMENTS_PROVIDER is sandbox",
    ]);
    expect(problemsOf({ PAYMENTS_PROVIDER: "stripe" })).toEqual([
      "STRIPE_SECRET_KEY is needed when PAYMENTS_PROVIDER is stripe",
      "STRIPE_WEBHOOK_SECRET is needed when PAYMENTS_PROVIDER is stripe",
    ]);
    expect(problemsOf({ PAYMENTS_PROVIDER: "razorpay", RAZORPAY_KEY_ID: "rzp_live_1" })).toEqual([
      "RAZORPAY_KEY_SECRET is needed when PAYMENTS_PROVIDER is razorpay",
      "RAZORPAY_WEBHOOK_SECRET is needed when PAYMENTS_PROVIDER is razorpay",
    ]);
    for (const [provider, env] of Object.entries({ sandbox, stripe, razorpay })) {
      expect(problemsOf({ PAYMENTS_PROVIDER: provider, ...env })).toEqual([]);
    }
  });

  it("keep an earlier gateway for what was paid through it", () => {
    const env = { PAYMENTS_PROVIDER: "razorpay", ...razorpay, ...stripe };
    expect(problemsOf(env)).toEqual([]);
    expect(paymentsConfig(schema.parse(env))).toMatchObject({
      provider: "razorpay",
      sandbox: null,
      stripe: { secretKey: "sk_test_1", webhookSecret: "whsec_1" },
      razorpay: { keyId: "rzp_test_1" },
    });
    const { STRIPE_WEBHOOK_SECRET: _, ...half } = env;
    expect(problemsOf(half)).toEqual(["STRIPE_WEBHOOK_SECRET is needed with STRIPE_SECRET_KEY"]);
  });

  it("ask for no webhook's secret where none are taken", () => {
    expect(problemsOf({ PAYMENTS_PROVIDER: "stripe", STRIPE_SECRET_KEY: "sk_live_1" }, false)).toEqual([]);
  });

  it("tell a key that is in the wrong place, without repeating it", () => {
    const result = schema.safeParse({ STRIPE_SECRET_KEY: "pk_live_of_the_browser", PAYMENTS_PROVIDER: "paypal" });
    const messages = result.error?.issues.map(({ path, message }) => `${path.join(".")} ${message}`);
    expect(messages).toEqual([
      "PAYMENTS_PROVIDER must be sandbox, stripe or razorpay",
      "STRIPE_SECRET_KEY must be a secret or restricted key of Stripe (sk_… or rk_…)",
    ]);
  });

  it("send a key that moves money to nobody but its gateway", () => {
    const elsewhere = { STRIPE_API_URL: "http://localhost:1", RAZORPAY_API_URL: "http://localhost:1" };
    expect(problemsOf({ ...sandbox, ...stripe, ...razorpay, ...elsewhere })).toEqual([]);
    const live = { STRIPE_SECRET_KEY: "sk_live_1", RAZORPAY_KEY_ID: "rzp_live_1" };
    expect(problemsOf({ ...sandbox, ...stripe, ...razorpay, ...elsewhere, ...live })).toEqual([
      "STRIPE_API_URL is for test keys only",
      "RAZORPAY_API_URL is for test keys only",
    ]);
  });
});
