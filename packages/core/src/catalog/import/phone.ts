import { parsePhoneNumberFromString } from "libphonenumber-js/min";
import type { CountryCode } from "libphonenumber-js/min";

/** "080 2656 7890; 98450 12345" → "+918026567890": the first number that is one, as E.164. Undefined when none is. */
export function readPhone(text: string, country: string): string | undefined {
  for (const part of text.slice(0, 200).split(/[;,/]|\s{2,}| or /)) {
    const phone = parsePhoneNumberFromString(part, country as CountryCode);
    if (phone?.isPossible() === true) return phone.number;
  }
  return undefined;
}
