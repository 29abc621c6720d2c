import { defaultPricingPolicy } from "@tiffin/domain/pricing/policy";
import type { PricingPolicy } from "@tiffin/domain/pricing/policy";
import type { Location } from "@tiffin/domain/geo/location";

/** What an imported city is like, as far as its rows tell. */
export interface CityProfile {
  country: string;
  currency: string;
  timeZone: string;
  /** True when the zone follows from the longitude alone. */
  guessed: boolean;
}

/** Countries that the data at hand speaks of: codes and names as files spell them, and what goes with them. */
const countries: { code: string; names: readonly string[]; currency: string; timeZone: string }[] = [
  { code: "IN", names: ["1", "india", "ind"], currency: "INR", timeZone: "Asia/Kolkata" },
  { code: "GB", names: ["215", "uk", "unitedkingdom"], currency: "GBP", timeZone: "Europe/London" },
  { code: "AE", names: ["214", "uae"], currency: "AED", timeZone: "Asia/Dubai" },
  { code: "PH", names: ["162", "philippines"], currency: "PHP", timeZone: "Asia/Manila" },
  { code: "SG", names: ["184", "singapore"], currency: "SGD", timeZone: "Asia/Singapore" },
  { code: "LK", names: ["191", "srilanka"], currency: "LKR", timeZone: "Asia/Colombo" },
  { code: "ZA", names: ["189", "southafrica"], currency: "ZAR", timeZone: "Africa/Johannesburg" },
  { code: "TR", names: ["208", "turkey"], currency: "TRY", timeZone: "Europe/Istanbul" },
  { code: "QA", names: ["166", "qatar"], currency: "QAR", timeZone: "Asia/Qatar" },
  { code: "NZ", names: ["148", "newzealand"], currency: "NZD", timeZone: "Pacific/Auckland" },
  { code: "ID", names: ["94", "indonesia"], currency: "IDR", timeZone: "Asia/Jakarta" },
];

/** How many rupees' worth of minor units one of theirs is, roughly, so that fees have a believable size. */
const rupeesWorth: Record<string, number> = { INR: 1, LKR: 0.25, PHP: 1.5, IDR: 0.005, TRY: 2.5, JPY: 0.6 };

export function profileOf(countryText: string | undefined, centre: Location): CityProfile {
  const folded = countryText?.toLowerCase().replace(/[^a-z0-9]/g, "");
  const known = countries.find(({ code, names }) => folded === code.toLowerCase() || names.includes(folded ?? ""));
  if (known) return { country: known.code, currency: known.currency, timeZone: known.timeZone, guessed: false };
  const { lat, lng } = centre;
  if (lat > 6 && lat < 36 && lng > 68 && lng < 97.5) {
    return { country: "IN", currency: "INR", timeZone: "Asia/Kolkata", guessed: countryText === undefined };
  }
  if (lat > 24 && lat < 50 && lng > -125 && lng < -66) {
    const timeZone =
      lng > -85
        ? "America/New_York"
        : lng > -101
          ? "America/Chicago"
          : lng > -114
            ? "America/Denver"
            : "America/Los_Angeles";
    return { country: "US", currency: "USD", timeZone, guessed: true };
  }
  // POSIX turns the sign around: Etc/GMT-3 is three hours ahead.
  const hours = Math.round(lng / 15);
  const timeZone = hours === 0 ? "Etc/GMT" : `Etc/GMT${hours > 0 ? "-" : "+"}${Math.abs(hours)}`;
  return { country: "ZZ", currency: "USD", timeZone, guessed: true };
}

/** Fees and pay of the usual size in another currency. Operators change them to their own. */
export function pricingFor(currency: string): PricingPolicy {
  const factor = (currency === "INR" ? 1 : 0.1) / (currency === "INR" ? 1 : (rupeesWorth[currency] ?? 1));
  const scale = (amount: number): number => Math.max(1, Math.round((amount * factor) / 5) * 5);
  const { delivery, smallOrder, riderPay, maxTip, ...rest } = defaultPricingPolicy;
  if (currency === "INR") return defaultPricingPolicy;
  return {
    ...rest,
    delivery: { ...delivery, base: scale(delivery.base), perKm: scale(delivery.perKm) },
    smallOrder: { below: scale(smallOrder.below), fee: scale(smallOrder.fee) },
    riderPay: { base: scale(riderPay.base), perKm: scale(riderPay.perKm) },
    maxTip: scale(maxTip),
  };
}

/** Which currency a text names: "INR", "Indian Rupees(Rs.)", "Dollar($)"; undefined when it can't be told. */
export function currencyOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const folded = text.trim();
  if (/^[A-Z]{3}$/.test(folded)) return folded;
  const names: [RegExp, string][] = [
    [/indian rupees|^rs\.?$|₹/i, "INR"],
    [/sri lankan/i, "LKR"],
    [/pounds|£/i, "GBP"],
    [/emirati/i, "AED"],
    [/rand/i, "ZAR"],
    [/turkish|lira/i, "TRY"],
    [/qatari/i, "QAR"],
    [/newzealand|new zealand/i, "NZD"],
    [/indonesian/i, "IDR"],
    [/brazilian/i, "BRL"],
    [/botswana/i, "BWP"],
    [/euro|€/i, "EUR"],
    [/dollar|\$/i, "USD"],
  ];
  return names.find(([pattern]) => pattern.test(folded))?.[1];
}
