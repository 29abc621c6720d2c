/** What each test token makes the gateway do. */
export type Verdict =
  | { kind: "authorize" }
  | { kind: "decline"; code: string }
  /** Waits for Approve or Refuse on the 3DS page. */
  | { kind: "challenge" }
  /** Pending, and decided by itself after a while (the customer's UPI app). */
  | { kind: "settleLater"; afterMs: number; to: "authorized" | "expired" };

export type TokenBehaviour = {
  verdict: Verdict;
  /** Acts only after this time. */
  delayMs?: number;
  /** `before`: never answers and does not act. `after`: acts, then never answers (a repeat with the key is answered). */
  silence?: "before" | "after";
  /** Answers 500 and does not act. */
  error?: true;
};

/** A gateway that hangs is late with its webhooks, too: its client has given up by then and knows nothing. */
export const WEBHOOK_AFTER_SILENCE_MS = 8_000;

/** How long a customer has for the 3DS page. */
export const CHALLENGE_MS = 15 * 60_000;

export const TOKENS: Readonly<Record<"card" | "upi", Readonly<Record<string, TokenBehaviour>>>> = {
  card: {
    tok_ok: { verdict: { kind: "authorize" } },
    tok_declined: { verdict: { kind: "decline", code: "card_declined" } },
    tok_3ds: { verdict: { kind: "challenge" } },
    tok_slow: { verdict: { kind: "authorize" }, delayMs: 3_000 },
    tok_timeout_before: { verdict: { kind: "authorize" }, silence: "before" },
    tok_timeout_after: { verdict: { kind: "authorize" }, silence: "after" },
    tok_error: { verdict: { kind: "authorize" }, error: true },
  },
  upi: {
    vpa_ok: { verdict: { kind: "authorize" } },
    vpa_pending: { verdict: { kind: "settleLater", afterMs: 2_000, to: "authorized" } },
    vpa_expired: { verdict: { kind: "settleLater", afterMs: 2_000, to: "expired" } },
  },
};
