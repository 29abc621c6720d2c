"use client";

import { useSession } from "@tiffin/ui/app/session";
import { Page, PageTitle } from "@tiffin/ui/page";
import { Skeleton } from "@tiffin/ui/skeleton";
import { useTranslations } from "next-intl";
import { EmptyCart } from "../cart/cart-page.tsx";
import { useCart, useCartReady } from "../cart/cart-store.ts";
import { CheckoutForm } from "./checkout-form.tsx";
import { InDoubt, Leaving } from "./in-doubt.tsx";
import { usePlaceOrder } from "./use-place-order.ts";

export function Checkout({ demo }: { demo: boolean }) {
  const t = useTranslations("checkout");
  const ready = useCartReady();
  const { signedIn } = useSession();
  const [cart] = useCart();
  const placing = usePlaceOrder();
  if (!ready) return <CheckoutSkeleton />;
  if (!cart.restaurant || cart.lines.length === 0) {
    if (placing.inDoubt) return <InDoubt placing={placing} />;
    return placing.busy ? <Leaving /> : <EmptyCart />;
  }
  return (
    <Page className="pb-40 lg:pb-10">
      <PageTitle title={t("title")} lead={t("from", { name: cart.restaurant.name })} />
      {placing.inDoubt && signedIn ? <InDoubt placing={placing} inline /> : null}
      <CheckoutForm cart={cart} restaurant={cart.restaurant} placing={placing} demo={demo} />
    </Page>
  );
}

function CheckoutSkeleton() {
  return (
    <Page>
      <Skeleton className="h-9 w-48" />
      <div className="mt-8 grid gap-8 lg:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="flex flex-col gap-3">
          <Skeleton className="h-64 rounded-2xl" />
          <Skeleton className="h-24 rounded-xl" />
        </div>
        <Skeleton className="h-80 rounded-2xl" />
      </div>
    </Page>
  );
}
