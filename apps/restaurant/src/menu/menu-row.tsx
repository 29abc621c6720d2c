"use client";

import type { MenuItemUpdate } from "@tiffin/domain/wire/kitchen";
import type { MenuItem } from "@tiffin/domain/wire/restaurants";
import { Button } from "@tiffin/ui/button";
import { cn } from "@tiffin/ui/lib/cn";
import { useTimes } from "@tiffin/ui/lib/use-times";
import { Price } from "@tiffin/ui/price";
import { Switch } from "@tiffin/ui/switch";
import { VegMark } from "@tiffin/ui/veg-mark";
import { Clock, Pencil } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useKitchen } from "../kitchen/kitchen-context.tsx";
import { PriceDialog } from "./price-dialog.tsx";
import { SoldOutDialog } from "./sold-out-dialog.tsx";

/** One dish: its price, whether it can be ordered now, and when it is back. */
export function MenuRow({ item, onChange }: { item: MenuItem; onChange: (update: MenuItemUpdate) => void }) {
  const t = useTranslations("menu");
  const [dialog, setDialog] = useState<"price" | "sold-out" | null>(null);
  return (
    <li className="flex min-h-20 items-center gap-3 px-4 py-2.5">
      <VegMark isVeg={item.isVeg} className="max-sm:mt-1 max-sm:self-start" />
      <div className="flex min-w-0 flex-1 flex-col items-start gap-x-3 sm:flex-row sm:items-center">
        <div className="min-w-0 flex-1">
          <p className={cn("text-lg leading-6 font-semibold", !item.available && "text-ink-faint")}>{item.name}</p>
          {item.available ? null : <BackAt item={item} onPress={() => setDialog("sold-out")} />}
        </div>
        <Button
          tone="ghost"
          className="px-3 text-base max-sm:-ml-3"
          aria-label={t("editPrice", { name: item.name })}
          onClick={() => setDialog("price")}
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
        onChange={(available) => (available ? onChange({ available }) : setDialog("sold-out"))}
      />
      {dialog === "price" ? (
        <PriceDialog
          item={item}
          onClose={() => setDialog(null)}
          onSave={(price) => {
            setDialog(null);
            if (price.amount !== item.price.amount) onChange({ price });
          }}
        />
      ) : null}
      {dialog === "sold-out" ? (
        <SoldOutDialog
          item={item}
          onClose={() => setDialog(null)}
          onChoose={(update) => {
            setDialog(null);
            onChange(update);
          }}
        />
      ) : null}
    </li>
  );
}

/** When a dish that is sold out comes back; a press changes that. */
function BackAt({ item, onPress }: { item: MenuItem; onPress: () => void }) {
  const t = useTranslations("menu");
  const times = useTimes(useKitchen().kitchen.timeZone);
  const words = item.unavailableUntil ? t("back", { time: times.coming(item.unavailableUntil) }) : t("backBySwitch");
  return (
    <button
      type="button"
      onClick={onPress}
      aria-label={t("changeBack", { name: item.name, words })}
      className="-mx-2 inline-flex min-h-11 items-center gap-1.5 rounded-lg px-2 text-left text-base font-semibold text-tamarind-ink transition hover:bg-sunken"
    >
      <Clock aria-hidden className="size-4.5 shrink-0" />
      <span suppressHydrationWarning>{words}</span>
    </button>
  );
}
