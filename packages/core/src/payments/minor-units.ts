import { currencyExponent } from "@tiffin/domain/money/money";
import type { GatewayMoney } from "./port.ts";

/**
 * Gateways count most currencies as we do (ISO 4217), but not all: each says in how many decimals, and both that we know
 * want the last digit of three to be 0. Amounts are never rounded on the way: what can't be said exactly is not charged.
 */
export interface MinorUnits {
  /** The amount as the gateway counts it; null where it can't be said exactly. */
  toGateway(money: GatewayMoney): number | null;
  /** @throws RangeError when the gateway's amount is none of ours: it must not pass for another one */
  fromGateway(amount: number, currency: string): number;
}

interface Decimals {
  readonly none: ReadonlySet<string>;
  readonly three: ReadonlySet<string>;
}

function minorUnits({ none, three }: Decimals): MinorUnits {
  const decimals = (currency: string) => (none.has(currency) ? 0 : three.has(currency) ? 3 : 2);
  const further = (currency: string) => decimals(currency) - currencyExponent(currency);
  return {
    toGateway({ amount, currency }) {
      const counted = shift(amount, further(currency));
      const step = three.has(currency) ? 10 : 1;
      return Number.isSafeInteger(counted) && counted % step === 0 ? counted : null;
    },
    fromGateway(amount, currency) {
      const counted = shift(amount, -further(currency));
      if (Number.isSafeInteger(counted)) return counted;
      throw new RangeError(`the gateway's ${amount} of ${currency} is no amount of ours`);
    },
  };
}

/** By powers of ten; division keeps what is divisible exact, where a factor of 0.1 would not. */
const shift = (amount: number, digits: number) => (digits < 0 ? amount / 10 ** -digits : amount * 10 ** digits);

const WITHOUT_DECIMALS = "BIF CLP DJF GNF JPY KMF KRW PYG RWF VND VUV XAF XOF XPF".split(" ");
const WITH_THREE = new Set(["BHD", "JOD", "KWD", "OMR", "TND"]);

/** ISK and UGX have no decimals any more, but Stripe wants them with two, as ever. https://docs.stripe.com/currencies */
export const stripeUnits = minorUnits({ none: new Set([...WITHOUT_DECIMALS, "MGA"]), three: WITH_THREE });

/** https://razorpay.com/docs/api/orders/entity */
export const razorpayUnits = minorUnits({ none: new Set([...WITHOUT_DECIMALS, "ISK", "UGX"]), three: WITH_THREE });
