import { z } from "zod";

/** An amount in the currency's minor units (paise, cents); never a fraction. */
export interface Money {
  readonly amount: number;
  readonly currency: string;
}

export const currencySchema = z.string().regex(/^[A-Z]{3}$/, "an ISO 4217 code such as INR");

/** Digits after the point by ISO 4217; two unless it is listed (Intl knows the list). */
export function currencyExponent(currency: string): number {
  return new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

/** `₹249.00` in the reader's locale; whole amounts drop the fraction when `compact`. */
export function formatMoney(money: Money, locale: string, options: { compact?: boolean } = {}): string {
  const exponent = currencyExponent(money.currency);
  const value = money.amount / 10 ** exponent;
  const whole = options.compact === true && Number.isInteger(value);
  return new Intl.NumberFormat(locale, {
    style: "currency",
    currency: money.currency,
    minimumFractionDigits: whole ? 0 : exponent,
    maximumFractionDigits: whole ? 0 : exponent,
  }).format(value);
}

export function money(amount: number, currency: string): Money {
  if (!Number.isSafeInteger(amount)) throw new RangeError(`not an integer of minor units: ${amount}`);
  return { amount, currency };
}

/** Part of an amount by basis points (1/100 of a percent), half a unit rounded up. Exact below 2^53 / 10^4. */
export function basisPointsOf(amount: number, basisPoints: number): number {
  return Math.floor((amount * basisPoints + 5_000) / 10_000);
}

/** The part that basis points on top have already added to an amount, half a unit rounded up: 18 % within 118 is 18. */
export function basisPointsWithin(amount: number, basisPoints: number): number {
  const divisor = 10_000 + basisPoints;
  return Math.floor((2 * amount * basisPoints + divisor) / (2 * divisor));
}
