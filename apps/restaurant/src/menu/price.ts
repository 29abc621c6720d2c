import { exponentOf, type Money } from "@tiffin/ui/lib/money";

const LIMIT = 100_000_000;

/** What is typed in a price field: "249", "249.5", "1,249.50", "₹ 99". Null when it is no price of this currency. */
export function parsePrice(typed: string, currency: string): Money | null {
  const digits = typed.replace(/[\s,]/g, "").replace(/^[^\d.-]+/, "");
  const match = /^(\d{1,9})(?:\.(\d*))?$/.exec(digits);
  const decimals = match?.[2] ?? "";
  const exponent = exponentOf(currency);
  if (!match?.[1] || decimals.length > exponent) return null;
  const amount = Number(match[1]) * 10 ** exponent + Number(decimals.padEnd(exponent, "0") || 0);
  return amount <= LIMIT ? { amount, currency } : null;
}

/** The price as it is typed: "249", "249.50". */
export function typedPrice({ amount, currency }: Money): string {
  const exponent = exponentOf(currency);
  return amount % 10 ** exponent === 0 ? String(amount / 10 ** exponent) : (amount / 10 ** exponent).toFixed(exponent);
}
