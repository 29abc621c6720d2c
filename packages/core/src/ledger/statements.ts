import { stringify } from "csv-stringify/sync";
import type { Database } from "@tiffin/db/client";
import { partyBalance, statementRows, type StatementRow } from "@tiffin/db/queries/ledger";
import type { LedgerAccount } from "@tiffin/domain/ledger/transactions";
import { currencyExponent, money } from "@tiffin/domain/money/money";
import type { StatementWire } from "@tiffin/domain/wire/money";

/** Whose statement, over which time; `to` is not in it. */
export interface StatementRequest {
  readonly party: { readonly type: "restaurant" | "rider"; readonly id: string };
  readonly from: Date;
  readonly to: Date;
}

export interface StatementLine {
  readonly at: Date;
  readonly what: "sale" | "delivery" | "undelivered" | "refund" | "cash_collected" | "cash_deposit";
  readonly orderNumber: string | null;
  readonly currency: string;
  /** What the party gained by it (negative: bore it). For cash: what it then carries more of. Minor units. */
  readonly amount: number;
}

export interface Statement {
  readonly lines: readonly StatementLine[];
  /** Earned less borne; by currency there is one, because a party works in one city. */
  readonly net: number;
  readonly currency: string | null;
  /** Cash that a rider carries for the platform now, whenever it was taken. */
  readonly cashFloat: number;
}

/** A statement is for people: what is longer is asked for in shorter periods. */
const MAX_LINES = 50_000;
const PAGE = 1_000;

/** What a restaurant or a rider earned and bore in a period, line by line. */
export async function statementOf(db: Database, { party, from, to }: StatementRequest): Promise<Statement> {
  const accounts: LedgerAccount[] = party.type === "rider" ? ["rider", "cash_float"] : ["restaurant"];
  const lines: StatementLine[] = [];
  let after: StatementRow | null = null;
  while (lines.length < MAX_LINES) {
    const page = await statementRows(db, { accounts, partyId: party.id, from, to }, after, PAGE);
    lines.push(...page.map(lineOf));
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) break;
    after = last;
  }
  return {
    lines,
    net: lines.filter(({ what }) => !what.startsWith("cash_")).reduce((sum, { amount }) => sum + amount, 0),
    currency: lines[0]?.currency ?? null,
    cashFloat: party.type === "rider" ? await partyBalance(db, "cash_float", party.id) : 0,
  };
}

/** The same as CSV (RFC 4180) with amounts in the currency's major unit, safe to open in a spreadsheet. */
export function statementCsv({ lines }: Statement): string {
  return stringify(
    lines.map(({ at, what, orderNumber, currency, amount }) => ({
      time: at.toISOString(),
      what,
      order: orderNumber ?? "",
      amount: (amount / 10 ** currencyExponent(currency)).toFixed(currencyExponent(currency)),
      currency,
    })),
    { header: true, columns: ["time", "what", "order", "amount", "currency"], escape_formulas: false },
  );
}

function lineOf({ at, kind, account, orderNumber, currency, amount }: StatementRow): StatementLine {
  const isCash = account === "cash_float";
  const what = isCash
    ? kind === "cash_deposit"
      ? "cash_deposit"
      : "cash_collected"
    : (kind as "sale" | "delivery" | "undelivered" | "refund");
  return { at, what, orderNumber, currency, amount: isCash ? amount : 0 - amount };
}

/** A statement as it goes over the wire. */
export function statementWire({ lines, net, currency, cashFloat }: Statement): StatementWire {
  return {
    lines: lines.map(({ at, what, orderNumber, currency: of, amount }) => ({
      at: at.toISOString(),
      what,
      orderNumber,
      amount: money(amount, of),
    })),
    net: currency === null ? null : money(net, currency),
    cashFloat: currency === null ? null : money(cashFloat, currency),
  };
}
