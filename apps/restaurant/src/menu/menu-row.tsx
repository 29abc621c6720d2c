"use client";

import type { MenuItem } from "@tiffin/domain/wire/restaurants";
import { Button } from "@tiffin/ui/button";
import { Dialog } from "@tiffin/ui/dialog";
import { Input } from "@tiffin/ui/input";
import { cn } from "@tiffin/ui/lib/cn";
import type { Money } from "@tiffin/ui/lib/money";
import { Price } from "@tiffin/ui/price";
import { Switch } from "@tiffin/ui/switch";
import { VegMark } from "@tiffin/ui/veg-mark";
import { Pencil } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { parsePrice, typedPrice } from "./price.ts";

/** One dish: its price, and whether it can be ordered now. */
export function MenuRow({
  item,
  onChange,
}: {
  item: MenuItem;
  onChange: (update: { available?: boolean; price?: Money }) => void;
}) {
  const t = useTranslations("menu");
  const [editing, setEditing] = useState(false);
  return (
    <li className="flex min-h-20 items-center gap-3 px-4 py-2.5">
      <VegMark isVeg={item.isVeg} className="max-sm:mt-1 max-sm:self-start" />
      <div className="flex min-w-0 flex-1 flex-col items-start gap-x-3 sm:flex-row sm:items-center">
        <p className={cn("min-w-0 flex-1 text-lg leading-6 font-semibold", !item.available && "text-ink-faint")}>
          {item.name}
        </p>
        <Button
          tone="ghost"
          className="px-3 text-base max-sm:-ml-3"
          aria-label={t("editPrice", { name: item.name })}
          onClick={() => setEditing(true)}
        >
          <Price money={item.price} />
          <Pencil aria-hidden className="size-4 text-ink-faint" />
        </Button>
      </div>
      <Switch
        size="lg"
        label={t("availableLabel", { name: item.name })}
        hideLabel
        state={
          <span className={cn("inline-block w-20 text-right max-sm:sr-only", !item.available && "text-danger")}>
            {t(item.available ? "available" : "soldOut")}
          </span>
        }
        checked={item.available}
        onChange={(available) => onChange({ available })}
      />
      {editing ? (
        <PriceDialog
          item={item}
          onClose={() => setEditing(false)}
          onSave={(price) => {
            setEditing(false);
            if (price.amount !== item.price.amount) onChange({ price });
          }}
        />
      ) : null}
    </li>
  );
}

function PriceDialog({
  item,
  onClose,
  onSave,
}: {
  item: MenuItem;
  onClose: () => void;
  onSave: (price: Money) => void;
}) {
  const t = useTranslations("menu");
  const [typed, setTyped] = useState(() => typedPrice(item.price));
  const [wrong, setWrong] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const price = parsePrice(typed, item.price.currency);
    if (price) onSave(price);
    else setWrong(true);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={t("priceOf", { name: item.name })}
      description={t("priceHint")}
    >
      <form onSubmit={submit} className="flex flex-col gap-5" noValidate>
        <Input
          label={t("price", { currency: item.price.currency })}
          inputMode="decimal"
          autoComplete="off"
          value={typed}
          error={wrong ? t("priceWrong") : undefined}
          onFocus={(event) => event.target.select()}
          onChange={(event) => {
            setTyped(event.target.value);
            setWrong(false);
          }}
        />
        <Button type="submit" size="lg" wide>
          {t("savePrice")}
        </Button>
      </form>
    </Dialog>
  );
}
