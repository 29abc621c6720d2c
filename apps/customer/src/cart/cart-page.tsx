"use client";

import { Button } from "@tiffin/ui/button";
import { CoverArt } from "@tiffin/ui/cover-art";
import { EmptyState } from "@tiffin/ui/empty-state";
import { Page, PageTitle } from "@tiffin/ui/page";
import { Price } from "@tiffin/ui/price";
import { Skeleton } from "@tiffin/ui/skeleton";
import { SpotArt } from "@tiffin/ui/spot-art";
import type { Menu } from "@tiffin/domain/wire/restaurants";
import { ArrowRight, Plus, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { SmallOrderHint } from "../checkout/small-order-hint.tsx";
import { useQuote } from "../checkout/use-quote.ts";
import { ClosedNotice } from "../restaurant/closed-notice.tsx";
import { OptionsDialog } from "../restaurant/options-dialog.tsx";
import { useRemoval } from "./cart-line.tsx";
import { type Cart, type CartLine, countItems, itemsTotal } from "./cart.ts";
import { dispatchCart, useCart, useCartReady } from "./cart-store.ts";
import { type CartCheck, orderablePart } from "./check-cart.ts";
import { CheckedLine } from "./checked-line.tsx";
import { useCartCheck } from "./use-cart-check.ts";
import { useFlaggedText } from "./use-flagged-text.ts";

/** What is to be ordered, held against the kitchen's menu as it is now. */
export function CartPage() {
  const ready = useCartReady();
  const [cart] = useCart();
  const { check, menu } = useCartCheck();
  if (!ready) return <CartSkeleton />;
  if (!cart.restaurant || cart.lines.length === 0) return <EmptyCart />;
  return <FilledCart cart={cart} restaurant={cart.restaurant} check={check} menu={menu} />;
}

function FilledCart({
  cart,
  restaurant,
  check,
  menu,
}: {
  cart: Cart;
  restaurant: NonNullable<Cart["restaurant"]>;
  check: CartCheck | null;
  menu: Menu | null;
}) {
  const t = useTranslations("cart");
  const router = useRouter();
  const remove = useRemoval();
  const list = useRef<HTMLUListElement>(null);
  const [choosing, setChoosing] = useState<CartLine | null>(null);
  const { quote } = useQuote(0, check?.flagged.length === 0);
  const flagged = check?.flagged.length ?? 0;
  const flaggedText = useFlaggedText(check);
  const total = itemsTotal(orderablePart(cart, check));
  const chosen = choosing ? check?.lines.get(choosing.key) : undefined;

  const goOn = () => {
    if (flagged > 0) {
      const first = list.current?.querySelector("[data-flagged]");
      first?.scrollIntoView({ block: "center" });
      first?.querySelector("button")?.focus();
      return;
    }
    if (check) dispatchCart({ type: "reprice", prices: check.prices });
    router.push("/checkout");
  };

  return (
    <Page width="medium" className="pb-40 lg:pb-12">
      <PageTitle
        title={t("title")}
        lead={t("items", { count: countItems(cart) })}
        aside={
          <Button
            size="sm"
            tone="ghost"
            className="-mr-3 text-ink-soft"
            onClick={() => remove(t("emptied"), () => dispatchCart({ type: "clear" }))}
          >
            {t("empty")}
          </Button>
        }
      />
      {menu ? <ClosedNotice restaurant={menu.restaurant} /> : null}
      {flaggedText ? (
        <p
          role="alert"
          className="mb-4 flex items-start gap-3 rounded-2xl bg-turmeric-tint px-5 py-4 text-sm font-semibold text-turmeric-ink"
        >
          <TriangleAlert aria-hidden className="size-5 shrink-0" />
          {flaggedText}
        </p>
      ) : null}
      <section aria-label={restaurant.name} className="rounded-2xl border bg-surface">
        <Link
          href={`/restaurants/${restaurant.id}`}
          className="group flex items-center gap-3.5 border-b border-dashed px-4 py-3.5 sm:px-5"
        >
          <span className="size-12 shrink-0 overflow-hidden rounded-xl">
            <CoverArt artKey={restaurant.imageKey} name={restaurant.name} shape="dish" />
          </span>
          <span className="min-w-0 flex-1">
            <span className="display block truncate text-lg leading-snug group-hover:underline">{restaurant.name}</span>
            {menu ? <span className="block truncate text-sm text-ink-faint">{menu.restaurant.line1}</span> : null}
          </span>
        </Link>
        <ul ref={list} className="divide-y divide-dashed px-4 sm:px-5">
          {cart.lines.map((line) => (
            <CheckedLine
              key={line.key}
              line={line}
              check={check?.lines.get(line.key)}
              restaurantId={restaurant.id}
              onChoose={() => setChoosing(line)}
            />
          ))}
        </ul>
        <Link
          href={`/restaurants/${restaurant.id}`}
          className="flex min-h-13 items-center gap-2.5 border-t border-dashed px-4 text-sm font-semibold text-leaf-ink transition hover:bg-sunken sm:px-5"
        >
          <Plus aria-hidden className="size-4.5" />
          {t("addMore")}
        </Link>
      </section>
      <SmallOrderHint quote={quote.data} restaurantId={restaurant.id} className="mt-4" />
      <div className="max-lg:fixed max-lg:inset-x-0 max-lg:bottom-0 max-lg:z-40 max-lg:border-t max-lg:bg-surface max-lg:px-4 max-lg:pt-3 max-lg:pb-[max(0.9rem,env(safe-area-inset-bottom))] lg:mt-6">
        <div className="mb-3 flex items-baseline justify-between gap-4">
          <span>
            <span className="font-semibold">{t("itemsTotal")}</span>
            <span className="block text-xs text-ink-faint">{t("plusFees")}</span>
          </span>
          {total ? <Price money={total} className="text-xl font-bold" /> : null}
        </div>
        <Button size="lg" wide tone={flagged > 0 ? "accent" : "primary"} onClick={goOn}>
          {flagged > 0 ? t("fixFirst", { count: flagged }) : t("checkout")}
          {flagged > 0 ? null : <ArrowRight aria-hidden className="size-5" />}
        </Button>
      </div>
      {choosing && chosen && "item" in chosen && chosen.kind !== "soldOut" ? (
        <OptionsDialog
          key={choosing.key}
          item={chosen.item}
          initial={{
            optionIds: chosen.kind === "choose" ? chosen.optionIds : choosing.optionIds,
            note: choosing.note,
            quantity: choosing.quantity,
          }}
          onClose={() => setChoosing(null)}
          onAdd={(choice) => {
            dispatchCart({ type: "setChoice", key: choosing.key, choice });
            setChoosing(null);
          }}
        />
      ) : null}
    </Page>
  );
}

export function EmptyCart() {
  const t = useTranslations("cart");
  return (
    <EmptyState
      art={<SpotArt kind="empty-tiffin" />}
      title={t("emptyTitle")}
      action={
        <div className="flex flex-wrap justify-center gap-3">
          <Button asChild>
            <Link href="/">{t("browse")}</Link>
          </Button>
          <Button asChild tone="outline">
            <Link href="/orders">{t("again")}</Link>
          </Button>
        </div>
      }
    >
      {t("emptyBody")}
    </EmptyState>
  );
}

function CartSkeleton() {
  return (
    <Page width="medium">
      <Skeleton className="h-9 w-48" />
      <Skeleton className="mt-8 h-80 rounded-2xl" />
    </Page>
  );
}
