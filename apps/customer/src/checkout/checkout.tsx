"use client";

import { codeOf } from "@tiffin/ui/app/api";
import { useSession } from "@tiffin/ui/app/session";
import { Button } from "@tiffin/ui/button";
import { EmptyState } from "@tiffin/ui/empty-state";
import { formatMoney } from "@tiffin/ui/lib/money";
import { useOnline } from "@tiffin/ui/offline-banner";
import { Page, PageTitle } from "@tiffin/ui/page";
import { Skeleton } from "@tiffin/ui/skeleton";
import { SpotArt } from "@tiffin/ui/spot-art";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { CircleAlert, Clock, ShieldCheck } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { useTRPC } from "../api/trpc.tsx";
import { orderItems } from "../cart/cart.ts";
import { CartLineRow } from "../cart/cart-views.tsx";
import { useCart, useCartReady } from "../cart/cart-store.ts";
import { usePlace } from "../place/place-provider.tsx";
import { AddressChoice } from "./address-choice.tsx";
import { Bill } from "./bill.tsx";
import { type Payment, PaymentChoice } from "./payment-choice.tsx";
import { Refusal, isInDoubt } from "./refusal.tsx";
import { TipChoice } from "./tip-choice.tsx";
import { usePlaceOrder } from "./use-place-order.ts";

export function Checkout({ demo }: { demo: boolean }) {
  const t = useTranslations("checkout");
  const locale = useLocale();
  const router = useRouter();
  const trpc = useTRPC();
  const online = useOnline();
  const ready = useCartReady();
  const { signedIn } = useSession();
  const [cart, change] = useCart();
  const { place, choose } = usePlace();
  const placing = usePlaceOrder();
  const [picked, setPicked] = useState<string | null>(null);
  const [tip, setTip] = useState(0);
  const [payment, setPayment] = useState<Payment>({ type: "card", token: "tok_ok" });

  const addresses = useQuery(trpc.addresses.list.queryOptions(undefined, { enabled: signedIn }));
  const known = addresses.data;
  // The address that search was for; a guest's pin has none, so the first saved one is offered.
  const addressId = picked ?? known?.find((one) => one.id === place?.addressId)?.id ?? known?.[0]?.id ?? null;
  const { restaurant } = cart;
  const canQuote = signedIn && restaurant !== null && addressId !== null && cart.lines.length > 0;
  const quote = useQuery(
    trpc.orders.quote.queryOptions(
      { restaurantId: restaurant?.id ?? "", items: orderItems(cart), addressId: addressId ?? "", tip },
      { enabled: canQuote, placeholderData: keepPreviousData, staleTime: 20_000, refetchInterval: 60_000 },
    ),
  );
  const bill = canQuote ? quote.data : undefined;
  const waiting = placing.busy || placing.inDoubt;

  if (!ready) return <CheckoutSkeleton />;
  if (!restaurant || cart.lines.length === 0) {
    if (waiting) return <InDoubt resolve={placing.resolve} busy={placing.busy} />;
    return (
      <EmptyState
        art={<SpotArt kind="empty-tiffin" />}
        title={t("emptyTitle")}
        action={
          <Button asChild>
            <Link href="/">{t("browse")}</Link>
          </Button>
        }
      >
        {t("emptyBody")}
      </EmptyState>
    );
  }

  const submit = () => {
    if (!bill || !addressId) return;
    placing.place({
      restaurantId: restaurant.id,
      items: orderItems(cart),
      addressId,
      paymentMethod: { type: payment.type, ...(payment.token ? { token: payment.token } : {}) },
      tip,
      expectedTotal: bill.total,
    });
  };

  return (
    <Page className="pb-36 lg:pb-10">
      <PageTitle title={t("title")} lead={t("from", { name: restaurant.name })} />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_24rem] lg:gap-10">
        <div className="flex flex-col gap-8">
          {signedIn ? (
            <>
              <Step title={t("address")}>
                <AddressChoice
                  citySlug={restaurant.citySlug}
                  value={addressId}
                  onChange={(address) => {
                    setPicked(address.id);
                    choose({ label: address.label, ...address.location, addressId: address.id });
                  }}
                />
              </Step>
              <Step title={t("payment")}>
                <PaymentChoice value={payment} onChange={setPayment} demo={demo} />
              </Step>
              <Step title={t("tip")} hint={t("tipHint")}>
                <TipChoice currency={cart.lines[0]?.unitPrice.currency ?? "INR"} value={tip} onChange={setTip} />
              </Step>
            </>
          ) : (
            <div className="rounded-2xl border bg-surface p-6">
              <h2 className="display text-xl">{t("loginTitle")}</h2>
              <p className="mt-1 text-ink-soft">{t("loginBody")}</p>
              <Button size="lg" className="mt-5" onClick={() => router.push("/login?next=/checkout")}>
                {t("login")}
              </Button>
            </div>
          )}
        </div>
        <aside className="rounded-2xl border bg-surface p-5 lg:sticky lg:top-24">
          <div className="flex items-baseline justify-between">
            <h2 className="display text-xl">{t("yourOrder")}</h2>
            <Link
              href={`/restaurants/${restaurant.id}`}
              className="text-sm font-semibold text-leaf-ink underline-offset-4 hover:underline"
            >
              {t("addMore")}
            </Link>
          </div>
          <ul className="divide-y divide-dashed">
            {cart.lines.map((line) => (
              <CartLineRow
                key={line.key}
                line={line}
                onQuantity={(quantity) => !waiting && change({ type: "setQuantity", key: line.key, quantity })}
              />
            ))}
          </ul>
          {bill ? (
            <>
              <div className={`seam mt-2 pt-4 ${quote.isPlaceholderData ? "opacity-60" : ""}`}>
                <Bill bill={bill} />
              </div>
              {bill.deliverable ? (
                <p className="mt-4 flex items-center gap-2 rounded-lg bg-leaf-tint px-3 py-2.5 text-sm font-semibold text-leaf-ink">
                  <Clock aria-hidden className="size-4.5" />
                  {t("eta", { low: bill.etaMinutes.low, high: bill.etaMinutes.high })}
                </p>
              ) : (
                <p
                  role="alert"
                  className="mt-4 flex items-start gap-2 rounded-lg bg-danger-tint px-3 py-2.5 text-sm font-medium text-danger"
                >
                  <CircleAlert aria-hidden className="mt-0.5 size-4.5 shrink-0" />
                  <UndeliverableReason code={bill.reason?.code} detail={bill.reason?.detail} />
                </p>
              )}
            </>
          ) : canQuote && !quote.isError ? (
            <div className="seam mt-2 flex flex-col gap-3 pt-4">
              {[0, 1, 2, 3].map((row) => (
                <Skeleton key={row} className="h-4.5" />
              ))}
            </div>
          ) : null}
          {canQuote && quote.isError ? <Refusal error={quote.error} onRetry={() => void quote.refetch()} /> : null}
          <div className="max-lg:fixed max-lg:inset-x-0 max-lg:bottom-0 max-lg:z-40 max-lg:border-t max-lg:bg-surface max-lg:px-4 max-lg:pt-3 max-lg:pb-[max(0.9rem,env(safe-area-inset-bottom))] lg:mt-5">
            {placing.refused && !placing.busy ? (
              <Refusal
                error={placing.refused}
                inDoubt={placing.inDoubt}
                onRetry={
                  isInDoubt(placing.refused)
                    ? placing.resolve
                    : codeOf(placing.refused) === "QUOTE_CHANGED"
                      ? () => void quote.refetch()
                      : undefined
                }
              />
            ) : null}
            {signedIn ? (
              <Button
                size="lg"
                wide
                busy={placing.busy}
                disabled={!bill?.deliverable || quote.isPlaceholderData || !online || placing.inDoubt}
                onClick={submit}
              >
                {bill
                  ? t("place", { price: formatMoney(bill.total, locale) })
                  : addressId
                    ? t("pricing")
                    : t("chooseAddress")}
              </Button>
            ) : (
              <Button size="lg" wide onClick={() => router.push("/login?next=/checkout")}>
                {t("login")}
              </Button>
            )}
            <p className="mt-2 flex items-center justify-center gap-1.5 text-xs text-ink-faint max-lg:hidden">
              <ShieldCheck aria-hidden className="size-4" />
              {t("safe")}
            </p>
          </div>
        </aside>
      </div>
    </Page>
  );
}

function UndeliverableReason({ code, detail }: { code: string | undefined; detail: string | undefined }) {
  const t = useTranslations("refusals");
  return <span>{code && t.has(code as never) ? t(code as never) : (detail ?? t("UNKNOWN"))}</span>;
}

const Step = ({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) => (
  <section>
    <h2 className="display text-xl">{title}</h2>
    {hint ? <p className="mt-0.5 text-sm text-ink-soft">{hint}</p> : null}
    <div className="mt-3">{children}</div>
  </section>
);

/** After a reload in the middle of an order: the cart may be gone, the question whether it was placed is not. */
function InDoubt({ resolve, busy }: { resolve: () => void; busy: boolean }) {
  const t = useTranslations("checkout");
  return (
    <EmptyState
      art={<SpotArt kind="map" />}
      title={t("checkingTitle")}
      action={
        <Button busy={busy} onClick={resolve}>
          {t("checkAgain")}
        </Button>
      }
    >
      {t("checkingBody")}
    </EmptyState>
  );
}

function CheckoutSkeleton() {
  return (
    <Page>
      <Skeleton className="h-9 w-48" />
      <div className="mt-8 grid gap-8 lg:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="flex flex-col gap-3">
          <Skeleton className="h-24 rounded-xl" />
          <Skeleton className="h-24 rounded-xl" />
        </div>
        <Skeleton className="h-80 rounded-2xl" />
      </div>
    </Page>
  );
}
