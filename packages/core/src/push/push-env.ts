import { z } from "zod";

/** The push services of the browsers: nothing is ever sent anywhere else, whatever a subscription says. */
export const BROWSERS_PUSH_SERVICES = [
  "fcm.googleapis.com",
  "*.push.services.mozilla.com",
  "*.notify.windows.com",
  "*.push.apple.com",
] as const;

/** Web Push's part of a process's environment. */
export const pushEnv = {
  VAPID_PUBLIC_KEY: z
    .string()
    .regex(/^[A-Za-z0-9_-]{87}$/, "must be an uncompressed point of P-256 in base64url (87 characters)")
    .optional(),
  VAPID_PRIVATE_KEY: z
    .string()
    .regex(/^[A-Za-z0-9_-]{43}$/, "must be a private key of P-256 in base64url (43 characters)")
    .optional(),
  VAPID_SUBJECT: z
    .string()
    .regex(/^(mailto:.+@.+|https:\/\/.+)$/, "must be a mailto: or https: address at which push services reach you")
    .optional(),
  /** Hosts that are taken for push services, separated by commas; `*.` stands for any name below. */
  PUSH_SERVICES: z.string().default(BROWSERS_PUSH_SERVICES.join(",")),
};
export type PushEnv = z.output<z.ZodObject<typeof pushEnv>>;

/** What browsers are told, and what is believed of them. Null: no push is set up. */
export interface PushSettings {
  readonly publicKey: string;
  readonly services: readonly string[];
}
/** What sending needs besides. */
export interface PushSenderSettings extends PushSettings {
  readonly privateKey: string;
  /** Whom a push service may turn to. */
  readonly subject: string;
}

interface EnvProblem {
  readonly key: keyof PushEnv;
  readonly message: string;
}

/** `sends`: the process sends messages itself, so it needs all the keys or none. */
export function pushEnvProblems(env: PushEnv, { sends }: { readonly sends: boolean }): EnvProblem[] {
  const keys = ["VAPID_PUBLIC_KEY", ...(sends ? (["VAPID_PRIVATE_KEY", "VAPID_SUBJECT"] as const) : [])] as const;
  const given = keys.find((key) => env[key] !== undefined);
  if (given === undefined) return [];
  return keys.flatMap((key) => (env[key] === undefined ? { key, message: `is needed with ${given}` } : []));
}

export function pushSettings(env: PushEnv): PushSettings | null {
  if (env.VAPID_PUBLIC_KEY === undefined) return null;
  return { publicKey: env.VAPID_PUBLIC_KEY, services: listOf(env.PUSH_SERVICES) };
}

/** The configuration from an environment without problems. */
export function pushSenderSettings(env: PushEnv): PushSenderSettings | null {
  const settings = pushSettings(env);
  const { VAPID_PRIVATE_KEY: privateKey, VAPID_SUBJECT: subject } = env;
  if (settings === null || privateKey === undefined || subject === undefined) return null;
  return { ...settings, privateKey, subject };
}

function listOf(text: string): string[] {
  return text
    .split(",")
    .map((entry) => entry.trim())
    .filter(Boolean);
}
