"use client";

import type { MenuItem } from "@tiffin/domain/wire/restaurants";
import { Button } from "@tiffin/ui/button";
import { Dialog } from "@tiffin/ui/dialog";
import { Input } from "@tiffin/ui/input";
import type { Money } from "@tiffin/ui/lib/money";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { parsePrice, typedPrice } from "./price.ts";

/** A dish's new price. */
export function PriceDialog({
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
