/** An amount as the API sends it: integer minor units (paise, cents) and the ISO 4217 code. */
export type Money = { amount: number; currency: string };

const formats = new Map<string, Intl.NumberFormat>();

function formatOf(currency: string, locale: string, whole: boolean): Intl.NumberFormat {
  const key = `${locale} ${currency} ${whole}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat(locale, {
    style: "currency",
    currency,
    currencyDisplay: "narrowSymbol",
    ...(whole ? { minimumFractionDigits: 0, maximumFractionDigits: 0 } : {}),
  });
  formats.set(key, made);
  return made;
}

/** How many decimals the currency has: 2 for INR, 0 for JPY, 3 for KWD. */
export function exponentOf(currency: string): number {
  return formatOf(currency, "en", false).resolvedOptions().maximumFractionDigits ?? 2;
}

/**
 * "₹249" and "₹249.50": the decimals are left out when they are all zero, as menus print prices.
 * `exact` keeps them, for receipts whose figures stand in a column.
 */
export function formatMoney(money: Money, locale: string, { exact = false } = {}): string {
  const scale = 10 ** exponentOf(money.currency);
  const whole = !exact && money.amount % scale === 0;
  return formatOf(money.currency, regionOf(locale), whole).format(money.amount / scale);
}

/** Digits are grouped as in India for our two languages ("₹1,20,000"); other locales keep their own ways. */
export function regionOf(locale: string): string {
  if (locale === "en") return "en-IN";
  if (locale === "hi") return "hi-IN-u-nu-latn";
  return locale;
}

export const addMoney = (a: Money, b: Money): Money => {
  if (a.currency !== b.currency) throw new RangeError(`Cannot add ${b.currency} to ${a.currency}`);
  return { amount: a.amount + b.amount, currency: a.currency };
};
