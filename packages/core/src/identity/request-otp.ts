import { v7 as uuid } from "uuid";
import { closeOtpChallenge, findUserByPhone, openOtpChallenge } from "@tiffin/db/queries/identity";
import { DomainError } from "@tiffin/domain/errors";
import { hashOtp, OTP_RESEND_SECONDS, OTP_SECONDS, randomOtp } from "./otp.ts";
import { DEMO_OTP, type IdentityServices } from "./services.ts";

export interface OtpRequest {
  /** E.164 */
  readonly phone: string;
  /** The caller's network address, for the limit. */
  readonly ip: string;
}

export interface OtpRequested {
  readonly expiresInSeconds: number;
  readonly resendAfterSeconds: number;
}

/**
 * Sends a code to a phone, whether it is known or not: the answer doesn't tell. Demo accounts have a fixed code where
 * the demo is on; elsewhere they get none, and so can't log in.
 *
 * @throws DomainError RATE_LIMITED, UNAVAILABLE when the message can't be sent.
 */
export async function requestOtp(services: IdentityServices, request: OtpRequest, now: Date): Promise<OtpRequested> {
  const { db, identity, limits, sms } = services;
  const { phone, ip } = request;
  const user = await findUserByPhone(db, phone);
  const isDemo = user?.isDemo === true;

  if (isDemo && identity.demo) {
    await limits.consume("otpPerDemoPhone", phone);
    await openOtpChallenge(db, {
      phone,
      codeHash: hashOtp(identity.otpPepper, phone, DEMO_OTP),
      expiresAt: new Date(now.getTime() + OTP_SECONDS * 1000),
      now,
      replaceOpenedBefore: null,
    });
    return { expiresInSeconds: OTP_SECONDS, resendAfterSeconds: 0 };
  }

  await limits.consume("otpPerPhone", phone);
  await limits.consume("otpPerAddress", ip);
  const answer = { expiresInSeconds: OTP_SECONDS, resendAfterSeconds: OTP_RESEND_SECONDS };
  if (isDemo) return answer;

  const code = randomOtp();
  const codeHash = hashOtp(identity.otpPepper, phone, code);
  const openedAt = await openOtpChallenge(db, {
    phone,
    codeHash,
    expiresAt: new Date(now.getTime() + OTP_SECONDS * 1000),
    now,
    replaceOpenedBefore: new Date(now.getTime() - OTP_RESEND_SECONDS * 1000),
  });
  if (openedAt !== null) {
    const waited = (now.getTime() - openedAt.getTime()) / 1000;
    throw new DomainError("RATE_LIMITED", "A code was sent a moment ago. Please wait for it.", {
      retryAfterSeconds: Math.min(OTP_RESEND_SECONDS, Math.max(1, Math.ceil(OTP_RESEND_SECONDS - waited))),
    });
  }
  try {
    await sms.send({ id: uuid(), to: phone, text: `${code} is your Tiffin code. It is good for 5 minutes.` });
  } catch (error) {
    // Nobody has this code, and nobody should have to wait for it.
    await closeOtpChallenge(db, phone, codeHash);
    throw error;
  }
  return answer;
}
