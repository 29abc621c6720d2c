/** The sandbox's test cards and UPI addresses. A token stands for each: no card number is ever typed, sent or kept here. */
export const sandboxCards = [
  { token: "tok_ok", brand: "Visa", last4: "4242" },
  { token: "tok_declined", brand: "Visa", last4: "0002" },
  { token: "tok_3ds", brand: "RuPay", last4: "3220" },
  { token: "tok_slow", brand: "RuPay", last4: "3003" },
  { token: "tok_timeout_before", brand: "Mastercard", last4: "0408" },
  { token: "tok_timeout_after", brand: "Mastercard", last4: "0504" },
  { token: "tok_error", brand: "Mastercard", last4: "0500" },
] as const;

export const sandboxUpi = [
  { token: "vpa_ok", handle: "quick@sandbox" },
  { token: "vpa_pending", handle: "later@sandbox" },
  { token: "vpa_expired", handle: "never@sandbox" },
] as const;

export type Payment = { type: "card" | "upi" | "cash"; token: string };

export const firstToken: Record<Payment["type"], string> = { card: "tok_ok", upi: "vpa_ok", cash: "" };
/** Without the sandbox nothing here can make a token: then the rider takes cash. */
export const firstPayment = (demo: boolean): Payment =>
  demo ? { type: "card", token: firstToken.card } : { type: "cash", token: "" };
