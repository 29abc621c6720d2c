"use client";

import type { MenuItem } from "@tiffin/domain/wire/restaurants";
import { Badge } from "@tiffin/ui/badge";
import { Button } from "@tiffin/ui/button";
import { CoverArt } from "@tiffin/ui/cover-art";
import { Sheet } from "@tiffin/ui/dialog";
import { Input } from "@tiffin/ui/input";
import { cn } from "@tiffin/ui/lib/cn";
import { formatMoney } from "@tiffin/ui/lib/money";
import { Price } from "@tiffin/ui/price";
import { Stepper } from "@tiffin/ui/stepper";
import { VegMark } from "@tiffin/ui/veg-mark";
import { useLocale, useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { maxQuantity } from "../cart/cart.ts";
import {
  type OptionGroup,
  defaultSelection,
  isFull,
  isSingle,
  pressOption,
  priceWith,
  selectedOptions,
  unfinishedGroup,
} from "./options.ts";

export type Choice = {
  optionIds: string[];
  optionNames: string[];
  note: string;
  quantity: number;
  unitPrice: MenuItem["price"];
};

/** A dish with its choices. Stands anew for each dish (give it a `key`). */
export function OptionsDialog({
  item,
  soldOut = false,
  initial,
  onClose,
  onAdd,
}: {
  item: MenuItem;
  /** It has sold out while it was looked at. */
  soldOut?: boolean;
  /** What stood there before, when a dish of the cart is changed. */
  initial?: Pick<Choice, "optionIds" | "note" | "quantity">;
  onClose: () => void;
  onAdd: (choice: Choice) => void;
}) {
  const t = useTranslations("restaurant");
  const locale = useLocale();
  const [selected, setSelected] = useState(() => initial?.optionIds ?? defaultSelection(item.optionGroups));
  const [note, setNote] = useState(initial?.note ?? "");
  const [quantity, setQuantity] = useState(initial?.quantity ?? 1);
  const [missing, setMissing] = useState<string | null>(null);
  const groups = useRef(new Map<string, HTMLElement>());
  const unitPrice = priceWith(item, selected);

  const add = () => {
    const unfinished = unfinishedGroup(item.optionGroups, selected);
    if (unfinished) {
      setMissing(unfinished.id);
      const element = groups.current.get(unfinished.id);
      element?.scrollIntoView({ block: "center" });
      element?.querySelector("input")?.focus();
      return;
    }
    onAdd({
      optionIds: selected,
      optionNames: selectedOptions(item, selected).map((option) => option.name),
      note,
      quantity,
      unitPrice,
    });
  };

  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      title={item.name}
      description={item.description || undefined}
      hideHeader
      footer={
        <div className="flex items-center gap-3">
          <Stepper name={item.name} value={quantity} min={1} max={maxQuantity} onChange={setQuantity} />
          <Button size="lg" className="flex-1" disabled={soldOut} onClick={add}>
            {soldOut
              ? t("soldOut")
              : t(initial ? "changeFor" : "addFor", {
                  price: formatMoney({ ...unitPrice, amount: unitPrice.amount * quantity }, locale),
                })}
          </Button>
        </div>
      }
    >
      <div className="-mx-5 mb-4 h-40 overflow-hidden sm:h-48">
        <CoverArt artKey={item.imageKey} name={item.name} />
      </div>
      <div className="flex items-start gap-2.5">
        <VegMark isVeg={item.isVeg} className="mt-1.5" />
        <div className="min-w-0">
          <p aria-hidden className="display text-xl">
            {item.name}
          </p>
          {item.description ? <p className="mt-1 text-sm text-ink-soft">{item.description}</p> : null}
        </div>
        <Price money={item.price} className="ml-auto pt-1 font-semibold" />
      </div>
      {item.optionGroups.map((group) => (
        <Group
          key={group.id}
          group={group}
          selected={selected}
          missing={missing === group.id}
          onPress={(id) => {
            setSelected((now) => pressOption(group, now, id));
            setMissing(null);
          }}
          ref={(element) => {
            if (element) groups.current.set(group.id, element);
          }}
        />
      ))}
      <Input
        className="mt-6"
        label={t("note")}
        placeholder={t("notePlaceholder")}
        maxLength={200}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
    </Sheet>
  );
}

function Group({
  group,
  selected,
  missing,
  onPress,
  ref,
}: {
  group: OptionGroup;
  selected: readonly string[];
  missing: boolean;
  onPress: (optionId: string) => void;
  ref: (element: HTMLElement | null) => void;
}) {
  const t = useTranslations("restaurant");
  const full = isFull(group, selected);
  const single = isSingle(group);
  return (
    <fieldset ref={ref} className="mt-6">
      <legend className="flex w-full items-center justify-between gap-3 pb-1">
        <span className="font-semibold">{group.name}</span>
        <Badge tone={missing ? "danger" : group.min > 0 ? "tamarind" : "neutral"}>
          {group.min > 0
            ? group.max > group.min
              ? t("chooseRange", { min: group.min, max: group.max })
              : t("chooseExactly", { count: group.min })
            : t("chooseUpTo", { count: group.max })}
        </Badge>
      </legend>
      {missing ? (
        <p role="alert" className="text-sm text-danger">
          {t("choiceMissing", { name: group.name })}
        </p>
      ) : null}
      {group.options.map((option) => {
        const checked = selected.includes(option.id);
        return (
          <label
            key={option.id}
            className={cn(
              "flex min-h-12 cursor-pointer items-center gap-3 border-b border-dashed py-2 last:border-0",
              full && !checked && "cursor-default opacity-45",
            )}
          >
            <input
              type={single ? "radio" : "checkbox"}
              name={group.id}
              checked={checked}
              disabled={full && !checked}
              onChange={() => onPress(option.id)}
              // A radio that may be left empty is let go by pressing it again.
              onClick={() => single && checked && group.min === 0 && onPress(option.id)}
              className="size-5 accent-(--leaf)"
            />
            <span className="flex-1">{option.name}</span>
            {option.price.amount > 0 ? (
              <span className="text-sm text-ink-soft">
                +<Price money={option.price} />
              </span>
            ) : null}
          </label>
        );
      })}
    </fieldset>
  );
}
