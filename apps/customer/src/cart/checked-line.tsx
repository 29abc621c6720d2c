"use client";

import { Button } from "@tiffin/ui/button";
import { VegMark } from "@tiffin/ui/veg-mark";
import { Pencil, StickyNote } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { CartLineRow, useRemoval } from "./cart-line.tsx";
import type { CartLine } from "./cart.ts";
import { dispatchCart } from "./cart-store.ts";
import type { LineCheck } from "./check-cart.ts";

/** A line of the cart with what today's menu says of it, and the ways on where it can't be ordered as it is. */
export function CheckedLine({
  line,
  check,
  restaurantId,
  onChoose,
}: {
  line: CartLine;
  check: LineCheck | undefined;
  restaurantId: string;
  onChoose: () => void;
}) {
  if (check?.kind === "soldOut" || check?.kind === "gone") {
    return <UnavailableLine line={line} kind={check.kind} restaurantId={restaurantId} />;
  }
  if (check?.kind === "choose") return <ChooseAgainLine line={line} onChoose={onChoose} />;
  return (
    <CartLineRow line={line} {...(check ? { unitPrice: check.unitPrice, was: check.was } : {})}>
      <div className="-mb-2 flex flex-wrap items-center pl-5">
        {check && check.item.optionGroups.length > 0 ? <ChangeButton name={line.name} onClick={onChoose} /> : null}
        <NoteButton line={line} />
      </div>
    </CartLineRow>
  );
}

const quiet =
  "inline-flex min-h-11 items-center gap-1.5 rounded-lg px-2 text-sm font-medium text-leaf-ink transition hover:bg-sunken";

function ChangeButton({ name, onClick }: { name: string; onClick: () => void }) {
  const t = useTranslations("cart");
  return (
    <button type="button" className={quiet} aria-label={t("changeNamed", { name })} onClick={onClick}>
      <Pencil aria-hidden className="size-3.5" />
      {t("change")}
    </button>
  );
}

function NoteButton({ line }: { line: CartLine }) {
  const t = useTranslations("cart");
  const [draft, setDraft] = useState<string | null>(null);
  if (draft === null) {
    return (
      <button
        type="button"
        className={quiet}
        aria-label={t(line.note ? "noteChangeNamed" : "noteAddNamed", { name: line.name })}
        onClick={() => setDraft(line.note)}
      >
        <StickyNote aria-hidden className="size-3.5" />
        {t(line.note ? "noteChange" : "noteAdd")}
      </button>
    );
  }
  const save = (event?: FormEvent) => {
    event?.preventDefault();
    dispatchCart({ type: "setNote", key: line.key, note: draft.trim() });
    setDraft(null);
  };
  return (
    <form onSubmit={save} className="mt-1 mb-2 ml-2 flex w-full items-center gap-2">
      <input
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- the press that opened it asked for it
        autoFocus
        aria-label={t("noteFor", { name: line.name })}
        placeholder={t("notePlaceholder")}
        maxLength={200}
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={() => save()}
        onKeyDown={(event) => event.key === "Escape" && setDraft(null)}
        className="h-11 min-w-0 flex-1 rounded-lg border border-line-strong/55 bg-surface px-3 text-sm"
      />
    </form>
  );
}

function UnavailableLine({
  line,
  kind,
  restaurantId,
}: {
  line: CartLine;
  kind: "soldOut" | "gone";
  restaurantId: string;
}) {
  const t = useTranslations("cart");
  const remove = useRemoval();
  return (
    <li className="py-3.5" data-flagged>
      <div className="flex items-start gap-3 rounded-xl bg-danger-tint p-3.5">
        <VegMark isVeg={line.isVeg} className="mt-1" />
        <div className="min-w-0 flex-1">
          <p className="font-semibold leading-snug text-ink-soft line-through">
            {line.quantity} × {line.name}
          </p>
          <p className="text-sm font-medium text-danger">{t(kind)}</p>
          <div className="mt-1 -ml-4 flex flex-wrap gap-x-1">
            <Button
              size="sm"
              tone="danger-quiet"
              onClick={() =>
                remove(t("removed", { name: line.name }), () =>
                  dispatchCart({ type: "setQuantity", key: line.key, quantity: 0 }),
                )
              }
            >
              {t("remove")}
            </Button>
            <Button asChild size="sm" tone="ghost">
              <Link href={`/restaurants/${restaurantId}?for=${encodeURIComponent(line.name)}`}>{t("replace")}</Link>
            </Button>
          </div>
        </div>
      </div>
    </li>
  );
}

function ChooseAgainLine({ line, onChoose }: { line: CartLine; onChoose: () => void }) {
  const t = useTranslations("cart");
  const remove = useRemoval();
  return (
    <li className="py-3.5" data-flagged>
      <div className="flex items-start gap-3 rounded-xl bg-turmeric-tint p-3.5">
        <VegMark isVeg={line.isVeg} className="mt-1" />
        <div className="min-w-0 flex-1">
          <p className="font-semibold leading-snug">
            {line.quantity} × {line.name}
          </p>
          <p className="text-sm font-medium text-turmeric-ink">{t("chooseAgain")}</p>
          <div className="mt-2 flex flex-wrap gap-2">
            <Button size="sm" onClick={onChoose}>
              {t("choose")}
            </Button>
            <Button
              size="sm"
              tone="ghost"
              onClick={() =>
                remove(t("removed", { name: line.name }), () =>
                  dispatchCart({ type: "setQuantity", key: line.key, quantity: 0 }),
                )
              }
            >
              {t("remove")}
            </Button>
          </div>
        </div>
      </div>
    </li>
  );
}
