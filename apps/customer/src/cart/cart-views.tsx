"use client";

import { Button } from "@tiffin/ui/button";
import { cn } from "@tiffin/ui/lib/cn";
import { Price } from "@tiffin/ui/price";
import { SpotArt } from "@tiffin/ui/spot-art";
import { ArrowRight, ShoppingBag, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { CartLineRow } from "./cart-line.tsx";
import { countItems, itemsTotal } from "./cart.ts";
import { useCart } from "./cart-store.ts";
import { orderablePart } from "./check-cart.ts";
import { useCartCheck } from "./use-cart-check.ts";
import { useFlaggedText } from "./use-flagged-text.ts";

/** The cart beside the menu, on wide screens. */
export function CartPanel({ className }: { className?: string }) {
  const t = useTranslations("cart");
  const [cart] = useCart();
  const { check } = useCartCheck();
  const flaggedText = useFlaggedText(check);
  const total = itemsTotal(orderablePart(cart, check));
  const away = (key: string) => {
    const kind = check?.lines.get(key)?.kind;
    return kind === "soldOut" || kind === "gone" ? t(kind) : null;
  };
  return (
    <aside aria-label={t("title")} className={className}>
      <div className="sticky top-24 rounded-2xl border bg-surface p-5">
        <h2 className="display text-xl">{t("title")}</h2>
        {cart.restaurant && cart.lines.length > 0 ? (
          <>
            <p className="text-sm text-ink-soft">{t("from", { name: cart.restaurant.name })}</p>
            {flaggedText ? (
              <p className="mt-3 flex items-start gap-2.5 rounded-xl bg-turmeric-tint px-3.5 py-3 text-sm font-semibold text-turmeric-ink">
                <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
                {flaggedText}
              </p>
            ) : null}
            <ul className="mt-2 max-h-[45dvh] divide-y divide-dashed overflow-y-auto">
              {cart.lines.map((line) => (
                <CartLineRow key={line.key} line={line} away={away(line.key)} />
              ))}
            </ul>
            <div className="seam mt-2 flex items-baseline justify-between pt-4">
              <span className="font-semibold">{t("itemsTotal")}</span>
              {total ? <Price money={total} className="text-lg font-bold" /> : null}
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
  const { check } = useCartCheck();
  const flaggedText = useFlaggedText(check);
  if (!cart.restaurant || cart.lines.length === 0) return null;
  const orderable = orderablePart(cart, check);
  const total = itemsTotal(orderable);
  const count = countItems(orderable);
  return (
    <div
      className={cn(
        "pointer-events-none fixed inset-x-0 bottom-0 z-40 px-4 pb-[max(1rem,env(safe-area-inset-bottom))] lg:hidden",
        className,
      )}
    >
      <Link
        href="/cart"
        className="pointer-events-auto mx-auto block max-w-lg animate-rise overflow-hidden rounded-2xl bg-leaf text-on-leaf shadow-lift-3 transition active:scale-[0.99]"
      >
        {flaggedText ? (
          <span className="flex items-start gap-2.5 bg-turmeric-tint px-5 py-2.5 text-sm font-semibold text-turmeric-ink">
            <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
            {flaggedText}
          </span>
        ) : null}
        <span className="flex items-center gap-3 px-5 py-3.5">
          <ShoppingBag aria-hidden className="size-6" />
          <span className="min-w-0 flex-1 leading-tight">
            <span key={count} className="block font-semibold">
              {t("items", { count })}
              {total ? (
                <>
                  {" · "}
                  <Price money={total} />
                </>
              ) : null}
            </span>
            <span className="block truncate text-xs opacity-85">{t("from", { name: cart.restaurant.name })}</span>
          </span>
          <span className="inline-flex items-center gap-1 font-semibold">
            {t("view")}
            <ArrowRight aria-hidden className="size-5" />
          </span>
        </span>
      </Link>
    </div>
  );
}
