import { z } from "zod";
import type { PaymentsConfig } from "./payments-config.ts";

const serverUrl = z.url({ protocol: /^https?$/, error: "must be an http(s) address" });
const beginning = (pattern: RegExp, means: string) => z.string().regex(pattern, `must be ${means}`);

/** The payment gateways' part of a process's environment. */
export const paymentsEnv = {
  PAYMENTS_PROVIDER: z
    .enum(["sandbox", "stripe", "razorpay"], { error: "must be sandbox, stripe or razorpay" })
    .default("sandbox"),
  SANDBOX_URL: serverUrl.optional(),
  SANDBOX_API_KEY: z.string().min(1).optional(),
  SANDBOX_WEBHOOK_SECRET: z.string().min(1).optional(),
  STRIPE_SECRET_KEY: beginning(/^[sr]k_(test|live)_/, "a secret or restricted key of Stripe (sk_… or rk_…)").optional(),
  STRIPE_PUBLISHABLE_KEY: beginning(/^pk_(test|live)_/, "a publishable key of Stripe (pk_…)").optional(),
  STRIPE_WEBHOOK_SECRET: beginning(/^whsec_/, "the signing secret of a webhook of Stripe (whsec_…)").optional(),
  STRIPE_API_URL: serverUrl.optional(),
  RAZORPAY_KEY_ID: beginning(/^rzp_(test|live)_/, "a key id of Razorpay (rzp_…)").optional(),
  RAZORPAY_KEY_SECRET: z.string().min(1).optional(),
  RAZORPAY_WEBHOOK_SECRET: z.string().min(16, "must have 16 characters or more").optional(),
  RAZORPAY_API_URL: serverUrl.optional(),
};
export type PaymentsEnv = z.output<z.ZodObject<typeof paymentsEnv>>;

type Key = keyof PaymentsEnv;
export interface EnvProblem {
  readonly key: Key;
  readonly message: string;
}

/** The keys that belong together: a gateway is set up whole or not at all, and the one that takes payments must be. */
const KEYS = {
  sandbox: ["SANDBOX_URL", "SANDBOX_API_KEY"],
  stripe: ["STRIPE_SECRET_KEY"],
  razorpay: ["RAZORPAY_KEY_ID", "RAZORPAY_KEY_SECRET"],
} as const;
const WEBHOOK_KEYS = {
  sandbox: "SANDBOX_WEBHOOK_SECRET",
  stripe: "STRIPE_WEBHOOK_SECRET",
  razorpay: "RAZORPAY_WEBHOOK_SECRET",
} as const;

/** What is missing or doesn't fit. `webhooks`: the process takes the gateways' webhooks. */
export function paymentsEnvProblems(env: PaymentsEnv, { webhooks }: { readonly webhooks: boolean }): EnvProblem[] {
  const problems: EnvProblem[] = [];
  for (const provider of ["sandbox", "stripe", "razorpay"] as const) {
    const keys: Key[] = [...KEYS[provider], ...(webhooks ? [WEBHOOK_KEYS[provider]] : [])];
    const given = KEYS[provider].find((key) => env[key] !== undefined);
    const isChosen = env.PAYMENTS_PROVIDER === provider;
    if (!isChosen && given === undefined) continue;
    const because = isChosen ? `when PAYMENTS_PROVIDER is ${provider}` : `with ${given}`;
    for (const key of keys) if (env[key] === undefined) problems.push({ key, message: `is needed ${because}` });
  }
  // A key that can move money goes nowhere but to its gateway.
  if (env.STRIPE_API_URL !== undefined && !env.STRIPE_SECRET_KEY?.includes("_test_"))
    problems.push({ key: "STRIPE_API_URL", message: "is for test keys only" });
  if (env.RAZORPAY_API_URL !== undefined && !env.RAZORPAY_KEY_ID?.includes("_test_"))
    problems.push({ key: "RAZORPAY_API_URL", message: "is for test keys only" });
  return problems;
}

/** The configuration from an environment without problems. */
export function paymentsConfig(env: PaymentsEnv): PaymentsConfig {
  const { SANDBOX_URL: url, SANDBOX_API_KEY: apiKey } = env;
  const { STRIPE_SECRET_KEY: secretKey, RAZORPAY_KEY_ID: keyId, RAZORPAY_KEY_SECRET: keySecret } = env;
  return {
    provider: env.PAYMENTS_PROVIDER,
    sandbox: url && apiKey ? { url, apiKey, webhookSecret: env.SANDBOX_WEBHOOK_SECRET ?? null } : null,
    stripe: secretKey
      ? {
          secretKey,
          publishableKey: env.STRIPE_PUBLISHABLE_KEY,
          webhookSecret: env.STRIPE_WEBHOOK_SECRET ?? null,
          baseUrl: env.STRIPE_API_URL,
        }
      : null,
    razorpay:
      keyId && keySecret
        ? { keyId, keySecret, webhookSecret: env.RAZORPAY_WEBHOOK_SECRET ?? null, baseUrl: env.RAZORPAY_API_URL }
        : null,
  };
}
