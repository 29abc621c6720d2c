import { randomBytes } from "node:crypto";
import { html, raw } from "hono/html";
import type { Payment } from "./payment.ts";

const STYLE = `
:root { color-scheme: light dark; --ink: #16181d; --soft: #5c6370; --card: #fff; --page: #eef0f4; --line: #d9dde4; --go: #0b6b3a; --go-ink: #fff; }
@media (prefers-color-scheme: dark) { :root { --ink: #f2f3f5; --soft: #a4abb8; --card: #1d2027; --page: #121419; --line: #353a45; --go: #4cc38a; --go-ink: #06140c; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100dvh; display: grid; place-items: center; padding: 1.25rem; background: var(--page); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
main { width: 100%; max-width: 25rem; background: var(--card); border: 1px solid var(--line); border-radius: 1rem; padding: 1.75rem; }
.bank { display: flex; align-items: center; gap: .6rem; font-weight: 600; }
.bank svg { width: 1.75rem; height: 1.75rem; }
h1 { font-size: 1.25rem; line-height: 1.3; margin: 1.5rem 0 .25rem; }
p { margin: 0 0 1rem; color: var(--soft); }
.amount { font-size: 2.25rem; font-weight: 700; color: var(--ink); margin: .75rem 0 0; font-variant-numeric: tabular-nums; }
.for { overflow-wrap: anywhere; font-size: .875rem; margin-bottom: 1.5rem; }
form { display: grid; gap: .75rem; }
button, .button { display: block; width: 100%; min-height: 3rem; border-radius: .75rem; border: 1px solid var(--line); background: transparent; color: var(--ink); font: inherit; font-weight: 600; cursor: pointer; text-align: center; text-decoration: none; padding: .7rem 1rem; }
button.go, .button.go { background: var(--go); border-color: var(--go); color: var(--go-ink); }
button:focus-visible, .button:focus-visible { outline: 3px solid var(--go); outline-offset: 3px; }
.note { margin: 1.25rem 0 0; font-size: .8125rem; text-align: center; }
`;

const SHIELD = raw(
  '<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linejoin="round" aria-hidden="true"><path d="M12 3l7 3v5c0 4.6-2.9 8-7 10-4.1-2-7-5.4-7-10V6z"/><path d="M9 11.8l2.2 2.2L15.2 10" stroke-linecap="round"/></svg>',
);

/** `INR 125.50`, with the currency's own number of decimals. */
export function formatAmount(amount: number, currency: string): string {
  const format = new Intl.NumberFormat("en", { style: "currency", currency, currencyDisplay: "symbol" });
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

/** The merchant's page, told which payment is back; it must ask the API for the outcome, an address proves nothing. */
export function returnAddress(payment: Payment): string | null {
  if (!payment.returnUrl) return null;
  const url = new URL(payment.returnUrl);
  url.searchParams.set("payment", payment.id);
  return url.href;
}

async function page(title: string, payment: Payment, content: ReturnType<typeof html>): Promise<Response> {
  const nonce = randomBytes(16).toString("base64");
  // After the form is posted the browser is redirected to the merchant, and form-action holds for redirects too.
  const merchant = payment.returnUrl ? ` ${new URL(payment.returnUrl).origin}` : "";
  const body = await html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style nonce="${nonce}">
          ${raw(STYLE)}
        </style>
      </head>
      <body>
        <main>
          <div class="bank">${SHIELD} Sandbox Bank</div>
          ${content}
        </main>
      </body>
    </html>`;
  return new Response(body.toString(), {
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": `default-src 'none'; style-src 'nonce-${nonce}'; form-action 'self'${merchant}; frame-ancestors 'none'; base-uri 'none'`,
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
    },
  });
}

/** Asks the customer to approve or refuse. */
export function challengePage(payment: Payment): Promise<Response> {
  return page(
    "Confirm your payment",
    payment,
    html`<h1>Confirm your payment</h1>
      <p>Your bank wants to be sure that it is you.</p>
      <p class="amount">${formatAmount(payment.amount, payment.currency)}</p>
      <p class="for">Order ${payment.reference}</p>
      <form method="post" action="/3ds/${payment.id}">
        <input type="hidden" name="challenge" value="${payment.challenge ?? ""}" />
        <button class="go" name="decision" value="approve">Approve</button>
        <button name="decision" value="refuse">Refuse</button>
      </form>
      <p class="note">This is a test gateway: no money moves.</p>`,
  );
}

/** Where there is nothing left to decide. */
export function settledPage(payment: Payment): Promise<Response> {
  const words = {
    pending: ["Still waiting", "This payment waits for your approval."],
    authorized: ["Approved", "Thank you. The payment is approved."],
    captured: ["Approved", "Thank you. The payment is approved."],
    declined: ["Not approved", "The payment was refused or took too long. Nothing was charged."],
    voided: ["Cancelled", "The payment was cancelled. Nothing was charged."],
    refunded: ["Refunded", "The payment was given back."],
  } satisfies Record<Payment["status"], [string, string]>;
  const [title, text] = words[payment.status];
  const back = returnAddress(payment);
  return page(
    title,
    payment,
    html`<h1>${title}</h1>
      <p>${text}</p>
      ${back ? html`<a class="button go" href="${back}">Back to the shop</a>` : ""}`,
  );
}
