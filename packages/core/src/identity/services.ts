import type { Database } from "@tiffin/db/client";
import type { LimitServices } from "../limits/index.ts";
import { createAccessTokens, type AccessTokens } from "./access-tokens.ts";
import { consoleSms } from "./sms/console.ts";
import type { SmsSender } from "./sms/port.ts";
import { webhookSms } from "./sms/webhook.ts";

/** What the use cases of identity stand on. */
export interface IdentityServices extends LimitServices {
  readonly db: Database;
  readonly accessTokens: AccessTokens;
  readonly sms: SmsSender;
  readonly identity: IdentitySettings;
}

export interface IdentitySettings {
  /** Keys the hashes of codes, so that a copied table doesn't give a million codes away to an afternoon's hashing. */
  readonly otpPepper: string;
  /** Demo accounts may log in, with {@link DEMO_OTP}. */
  readonly demo: boolean;
}

export const DEMO_OTP = "000000";

export interface IdentityLog {
  info(facts: object, message: string): void;
}

export interface IdentityOptions {
  /** An Ed25519 private key as a JWK in JSON, with its `kid`. */
  readonly privateJwk: string;
  readonly otpPepper: string;
  readonly demo: boolean;
  readonly sms:
    | { readonly provider: "console" }
    | { readonly provider: "webhook"; readonly url: string; readonly secret: string };
  readonly log: IdentityLog;
}

export function createIdentity(options: IdentityOptions): Pick<IdentityServices, "accessTokens" | "sms" | "identity"> {
  const { privateJwk, otpPepper, demo, sms, log } = options;
  return {
    accessTokens: createAccessTokens(privateJwk),
    sms: sms.provider === "console" ? consoleSms({ showText: demo, log }) : webhookSms(sms),
    identity: { otpPepper, demo },
  };
}
