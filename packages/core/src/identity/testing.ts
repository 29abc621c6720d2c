import { exportJWK, generateKeyPair } from "jose";
import type { Database } from "@tiffin/db/client";
import { newId } from "@tiffin/db/ids";
import { userRoles, users } from "@tiffin/db/schema/identity";
import type { Role } from "@tiffin/domain/wire/identity";
import { noLimits, type Limits } from "../limits/index.ts";
import { createAccessTokens } from "./access-tokens.ts";
import type { IdentityServices } from "./services.ts";
import type { SmsMessage } from "./sms/port.ts";

export async function somePrivateJwk(kid = "test-key"): Promise<string> {
  const { privateKey } = await generateKeyPair("EdDSA", { extractable: true });
  return JSON.stringify({ ...(await exportJWK(privateKey)), kid });
}

export interface IdentityHarness {
  readonly services: IdentityServices;
  /** What was sent, oldest first. */
  readonly sent: SmsMessage[];
  /** The code in the last message to that phone. */
  codeFor(phone: string): string;
}

/** Identity over a real database, with messages kept instead of sent. */
export async function identityHarness(
  db: Database,
  options: { readonly demo?: boolean; readonly limits?: Limits } = {},
): Promise<IdentityHarness> {
  const sent: SmsMessage[] = [];
  const services: IdentityServices = {
    db,
    limits: options.limits ?? noLimits,
    accessTokens: createAccessTokens(await somePrivateJwk()),
    sms: {
      send(message) {
        sent.push(message);
        return Promise.resolve();
      },
    },
    identity: { otpPepper: "a pepper for tests", demo: options.demo ?? false },
  };
  return {
    services,
    sent,
    codeFor(phone) {
      const text = sent.findLast(({ to }) => to === phone)?.text ?? "";
      return /^\d{6}/.exec(text)?.[0] ?? "";
    },
  };
}

let serial = 0;
export function somePhone(): string {
  serial += 1;
  return `+9190000${String(serial).padStart(5, "0")}`;
}

export async function insertUser(
  db: Database,
  user: { readonly roles: readonly Role[]; readonly isDemo?: boolean },
): Promise<{ id: string; phone: string }> {
  const row = { id: newId(), phone: somePhone(), name: "Asha Rao", isDemo: user.isDemo ?? false };
  await db.insert(users).values(row);
  if (user.roles.length > 0) await db.insert(userRoles).values(user.roles.map((role) => ({ userId: row.id, role })));
  return row;
}
