"use client";

import type { MenuItem } from "@tiffin/domain/wire/restaurants";
import { Button } from "@tiffin/ui/button";
import { CoverArt } from "@tiffin/ui/cover-art";
import { cn } from "@tiffin/ui/lib/cn";
import { useTimes } from "@tiffin/ui/lib/use-times";
import { Price } from "@tiffin/ui/price";
import { Stepper } from "@tiffin/ui/stepper";
import { VegMark } from "@tiffin/ui/veg-mark";
import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";

/** A dish on the menu. Plain ones are counted in place; those with choices open them. */
export function MenuItemRow({
  item,
  timeZone,
  count,
  orderable,
  onAdd,
  onCount,
}: {
  item: MenuItem;
  /** The kitchen's. */
  timeZone: string;
  count: number;
  orderable: boolean;
  onAdd: () => void;
  onCount: (quantity: number) => void;
}) {
  const t = useTranslations("restaurant");
  const { coming } = useTimes(timeZone);
  const gone = !item.available;
  const plain = item.optionGroups.length === 0;
  return (
    <article className="flex gap-4 py-5">
      <div className="min-w-0 flex-1">
        <VegMark isVeg={item.isVeg} />
        <h3 className={cn("mt-1.5 font-semibold", gone && "text-ink-faint")}>{item.name}</h3>
        <Price
          money={item.price}
          className={cn("mt-0.5 block text-sm font-medium", gone ? "text-ink-faint" : "text-ink-soft")}
        />
        {gone && item.unavailableUntil ? (
          <p className="mt-1 text-sm font-semibold" suppressHydrationWarning>
            {t("backAt", { time: coming(item.unavailableUntil) })}
          </p>
        ) : null}
        {item.description ? <p className="mt-1.5 line-clamp-2 text-sm text-ink-faint">{item.description}</p> : null}
      </div>
      <div className="flex w-30 shrink-0 flex-col items-center">
        <div className={cn("size-30 overflow-hidden rounded-xl", gone && "opacity-60 grayscale")}>
          <CoverArt artKey={item.imageKey} name={item.name} shape="dish" />
        </div>
        <div className="-mt-5 flex h-11 items-center justify-center">
          {gone ? (
            <span className="rounded-full border bg-surface px-3 py-1.5 text-xs font-semibold">{t("soldOut")}</span>
          ) : !orderable ? null : count > 0 && plain ? (
            <Stepper
              name={item.name}
              value={count}
              onChange={onCount}
              max={50}
              size="sm"
              className="bg-surface shadow-lift-2"
            />
          ) : (
            <Button
              tone="outline"
              size="sm"
              className="min-w-24 border-leaf/40 bg-surface font-bold text-leaf-ink shadow-lift-1"
              aria-label={count > 0 ? t("addAnother", { name: item.name, count }) : t("addNamed", { name: item.name })}
              onClick={onAdd}
              icon={count > 0 ? <span className="tabular text-turmeric-ink">{count}</span> : undefined}
            >
              {t("add")}
              <Plus aria-hidden className="size-4" strokeWidth={2.75} />
            </Button>
          )}
        </div>
        {plain || gone || !orderable ? null : <span className="text-2xs text-ink-faint">{t("customisable")}</span>}
      </div>
    </article>
  );
}
