import { v7 as uuid } from "uuid";
import type { DatabaseOrTransaction } from "@tiffin/db/client";
import {
  closeOtpChallenge,
  findUserByPhone,
  forgiveOtpAttempts,
  grantRole,
  insertUserUnlessKnown,
  rolesOf,
  takeOtpAttempt,
  type UserRow,
} from "@tiffin/db/queries/identity";
import { DomainError } from "@tiffin/domain/errors";
import type { Role, Tokens } from "@tiffin/domain/wire/identity";
import { hashOtp, OTP_MAX_ATTEMPTS, sameHash } from "./otp.ts";
import type { IdentityServices } from "./services.ts";
import { startSession } from "./sessions.ts";

export interface OtpExchange {
  readonly phone: string;
  readonly otp: string;
  /** The caller's network address, for the limit. */
  readonly ip: string;
  /** The role that the app is for, or one of them. Anybody may become a customer; the other roles are given, not taken. */
  readonly asRole?: Role | readonly Role[] | undefined;
}

/**
 * A right code for a pair of tokens: the start of a session. A phone that was never here becomes a customer.
 * Wrong, used, expired and too often tried codes, and demo accounts outside the demo, are all the same refusal.
 *
 * @throws DomainError OTP_INVALID, RATE_LIMITED, FORBIDDEN without the role that is asked for.
 */
export async function exchangeOtp(services: IdentityServices, request: OtpExchange, now: Date): Promise<Tokens> {
  const { db, identity, limits } = services;
  const { phone, otp, ip, asRole } = request;
  const known = await findUserByPhone(db, phone);
  const isDemo = known?.isDemo === true;
  if (isDemo && identity.demo) {
    await limits.consume("tokenPerDemoPhone", phone);
  } else {
    await limits.consume("tokenPerPhone", phone);
    await limits.consume("tokenPerAddress", ip);
  }

  const expected = await takeOtpAttempt(db, { phone, now, maxAttempts: OTP_MAX_ATTEMPTS });
  const isRight = expected !== undefined && sameHash(expected, hashOtp(identity.otpPepper, phone, otp));
  if (expected === undefined || !isRight || (isDemo && !identity.demo)) throw otpInvalid();

  if (isDemo) {
    // The fixed code is no secret; it stays good so that two people can try the same demo account at once.
    await forgiveOtpAttempts(db, phone);
    await requireRole(db, known, asRole);
    return startSession(services, known, now);
  }
  const user = await db.transaction(async (tx) => {
    if (!(await closeOtpChallenge(tx, phone, expected))) throw otpInvalid();
    return known ?? signUp(tx, phone);
  });
  await requireRole(db, user, asRole);
  return startSession(services, user, now);
}

async function requireRole(db: DatabaseOrTransaction, user: UserRow, asked: OtpExchange["asRole"]): Promise<void> {
  if (asked === undefined) return;
  if (asked === "customer") return grantRole(db, user.id, asked);
  const wanted = typeof asked === "string" ? [asked] : asked;
  const held = await rolesOf(db, user.id);
  if (!wanted.some((role) => held.includes(role))) {
    throw new DomainError("FORBIDDEN", "This number is not registered for this app.", { extra: { role: wanted[0] } });
  }
}

async function signUp(tx: DatabaseOrTransaction, phone: string): Promise<UserRow> {
  const id = uuid();
  const user = await insertUserUnlessKnown(tx, { id, phone, name: `Guest ${id.slice(-4).toUpperCase()}` });
  await grantRole(tx, user.id, "customer");
  return user;
}

function otpInvalid(): DomainError {
  return new DomainError("OTP_INVALID", "The code is wrong or no longer valid. Ask for a new one.");
}
