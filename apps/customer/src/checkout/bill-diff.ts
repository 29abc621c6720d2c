import type { Quote } from "@tiffin/domain/wire/orders";
import type { Money } from "@tiffin/ui/lib/money";

export type BillChange = {
  /** A dish by its name, else a line of the bill by its code. */
  kind: "item" | "fee" | "tax" | "tip";
  name: string;
  percent?: number;
  /** Null where the line wasn't or isn't there. */
  from: Money | null;
  to: Money | null;
};
type Priced = Pick<Quote, "items" | "feeLines" | "taxLines" | "tip" | "total">;

/** What makes two quotes of the same cart differ, line by line; empty when nothing does. */
export function diffBills(before: Priced, after: Priced): BillChange[] {
  const changes: BillChange[] = [];
  const compare = (kind: BillChange["kind"], from: Map<string, Line>, to: Map<string, Line>) => {
    for (const key of new Set([...from.keys(), ...to.keys()])) {
      const [was, is] = [from.get(key), to.get(key)];
      const known = is ?? was;
      if (!known || was?.amount.amount === is?.amount.amount) continue;
      changes.push({
        kind,
        name: known.name,
        ...(known.percent === undefined ? {} : { percent: known.percent }),
        from: was?.amount ?? null,
        to: is?.amount ?? null,
      });
    }
  };
  compare("item", itemsOf(before), itemsOf(after));
  compare("fee", linesOf(before.feeLines), linesOf(after.feeLines));
  compare("tax", linesOf(before.taxLines), linesOf(after.taxLines));
  if (before.tip.amount !== after.tip.amount) {
    changes.push({ kind: "tip", name: "tip", from: before.tip, to: after.tip });
  }
  return changes;
}

type Line = { name: string; percent?: number; amount: Money };

const itemsOf = ({ items }: Priced): Map<string, Line> =>
  new Map(
    items.map((item) => [
      [item.menuItemId, ...item.options.map((option) => option.id), item.note ?? ""].join("|"),
      { name: item.name, amount: item.amount },
    ]),
  );

const linesOf = (lines: readonly { code: string; percent?: number; amount: Money }[]): Map<string, Line> =>
  new Map(
    lines.map(({ code, percent, amount }) => [
      `${code}${percent ?? ""}`,
      { name: code, amount, ...(percent === undefined ? {} : { percent }) },
    ]),
  );
