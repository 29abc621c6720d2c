import { createHmac, randomInt, timingSafeEqual } from "node:crypto";

export const OTP_SECONDS = 300;
export const OTP_MAX_ATTEMPTS = 5;
export const OTP_RESEND_SECONDS = 30;

export function randomOtp(): string {
  return String(randomInt(1_000_000)).padStart(6, "0");
}

/** Bound to the phone, so that a code is good for nobody else. */
export function hashOtp(pepper: string, phone: string, otp: string): string {
  return createHmac("sha256", pepper).update(`${phone}:${otp}`).digest("hex");
}

export function sameHash(left: string, right: string): boolean {
  return left.length === right.length && timingSafeEqual(Buffer.from(left), Buffer.from(right));
}
