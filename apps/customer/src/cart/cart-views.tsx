"use client";

import { Button } from "@tiffin/ui/button";
import { cn } from "@tiffin/ui/lib/cn";
import { Price } from "@tiffin/ui/price";
import { SpotArt } from "@tiffin/ui/spot-art";
import { ArrowRight, ShoppingBag } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { CartLineRow } from "./cart-line.tsx";
import { countItems, itemsTotal } from "./cart.ts";
import { useCart } from "./cart-store.ts";

/** The cart beside the menu, on wide screens. */
export function CartPanel({ className }: { className?: string }) {
  const t = useTranslations("cart");
  const [cart] = useCart();
  const total = itemsTotal(cart);
  return (
    <aside aria-label={t("title")} className={className}>
      <div className="sticky top-24 rounded-2xl border bg-surface p-5">
        <h2 className="display text-xl">{t("title")}</h2>
        {cart.restaurant && total ? (
          <>
            <p className="text-sm text-ink-soft">{t("from", { name: cart.restaurant.name })}</p>
            <ul className="mt-2 max-h-[45dvh] divide-y divide-dashed overflow-y-auto">
              {cart.lines.map((line) => (
                <CartLineRow key={line.key} line={line} />
              ))}
            </ul>
            <div className="seam mt-2 flex items-baseline justify-between pt-4">
              <span className="font-semibold">{t("itemsTotal")}</span>
              <Price money={total} className="text-lg font-bold" />
            </div>
            <p className="mt-0.5 text-xs text-ink-faint">{t("plusFees")}</p>
            <Button asChild size="lg" wide className="mt-4">
              <Link href="/cart">
                {t("view")}
                <ArrowRight aria-hidden className="size-5" />
              </Link>
            </Button>
          </>
        ) : (
          <div className="flex flex-col items-center py-6 text-center">
            <SpotArt kind="empty-tiffin" />
            <p className="mt-3 text-sm text-ink-soft">{t("emptyHint")}</p>
          </div>
        )}
      </div>
    </aside>
  );
}

/** The cart at the thumb, on phones: what is in it and the way on. */
export function CartBar({ className }: { className?: string }) {
  const t = useTranslations("cart");
  const [cart] = useCart();
  const total = itemsTotal(cart);
  if (!total || !cart.restaurant) return null;
  const count = countItems(cart);
  return (
    <div
      className={cn(
        "pointer-events-none fixed inset-x-0 bottom-0 z-40 px-4 pb-[max(1rem,env(safe-area-inset-bottom))] lg:hidden",
        className,
      )}
    >
      <Link
        href="/cart"
        className="pointer-events-auto mx-auto flex max-w-lg animate-rise items-center gap-3 rounded-2xl bg-leaf px-5 py-3.5 text-on-leaf shadow-lift-3 transition active:scale-[0.99]"
      >
        <ShoppingBag aria-hidden className="size-6" />
        <span className="min-w-0 flex-1 leading-tight">
          <span key={count} className="block font-semibold">
            {t("items", { count })} · <Price money={total} />
          </span>
          <span className="block truncate text-xs opacity-85">{t("from", { name: cart.restaurant.name })}</span>
        </span>
        <span className="inline-flex items-center gap-1 font-semibold">
          {t("view")}
          <ArrowRight aria-hidden className="size-5" />
        </span>
      </Link>
    </div>
  );
}
