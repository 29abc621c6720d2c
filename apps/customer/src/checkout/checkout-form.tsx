"use client";

import type { Quote } from "@tiffin/domain/wire/orders";
import { codeOf } from "@tiffin/ui/app/api";
import { useSession } from "@tiffin/ui/app/session";
import { Button } from "@tiffin/ui/button";
import { useOnline } from "@tiffin/ui/offline-banner";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { type CartRestaurant, type Cart, orderItems } from "../cart/cart.ts";
import { useCartCheck } from "../cart/use-cart-check.ts";
import { type AddressDialogKind, AddressStep } from "./address-step.tsx";
import { OrderSummary } from "./order-summary.tsx";
import { PaymentChoice } from "./payment-choice.tsx";
import { PlaceBar, type PlaceState } from "./place-bar.tsx";
import { QuoteChanged } from "./quote-changed.tsx";
import { FailedCall, type Handlers } from "./refusal.tsx";
import { type Payment, firstPayment } from "./sandbox-instruments.ts";
import { Step } from "./step.tsx";
import { TipChoice } from "./tip-choice.tsx";
import { TravelNote } from "./travel-note.tsx";
import { useDeliveryAddress } from "./use-delivery-address.ts";
import type { Placing } from "./use-place-order.ts";
import { useQuote } from "./use-quote.ts";

/** Where to, how to pay, what it costs; and the one button. */
export function CheckoutForm({
  cart,
  restaurant,
  placing,
  demo,
}: {
  cart: Cart;
  restaurant: CartRestaurant;
  placing: Placing;
  demo: boolean;
}) {
  const t = useTranslations("checkout");
  const router = useRouter();
  const online = useOnline();
  const { signedIn } = useSession();
  const { check, menu } = useCartCheck();
  const delivery = useDeliveryAddress();
  const [addressOpen, setAddressOpen] = useState<AddressDialogKind | null>(null);
  const [tip, setTip] = useState(0);
  const [payment, setPayment] = useState<Payment>(() => firstPayment(demo));
  const { quote, canQuote } = useQuote(tip);
  const confirmRef = useRef<HTMLButtonElement>(null);
  const paymentRef = useRef<HTMLElement>(null);
  const bill = canQuote ? (quote.data ?? null) : null;
  const locked = placing.busy || placing.inDoubt;
  const { address } = delivery;
  const flagged = check?.flagged ?? [];
  const declined = placing.refused !== null && codeOf(placing.refused) === "PAYMENT_DECLINED";

  const handlers: Handlers = {
    retry: () => {
      placing.forgetRefusal();
      void quote.refetch();
    },
    address: () => {
      placing.forgetRefusal();
      setAddressOpen("choose");
    },
    payment: () => {
      paymentRef.current?.scrollIntoView({ block: "center" });
      paymentRef.current?.querySelector<HTMLElement>('[role="radio"]')?.focus();
    },
  };
  const submit = () => {
    if (!bill || !address) return;
    placing.place({
      restaurantId: restaurant.id,
      items: orderItems(cart),
      addressId: address.id,
      paymentMethod: { type: payment.type, ...(payment.token ? { token: payment.token } : {}) },
      tip,
      expectedTotal: bill.total,
    });
  };
  const lookAtPin = () => {
    confirmRef.current?.scrollIntoView({ block: "center" });
    confirmRef.current?.focus({ preventScroll: true });
  };

  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_24rem] lg:gap-10">
      <fieldset disabled={locked} className="flex min-w-0 flex-col gap-8">
        {signedIn ? (
          <>
            <AddressStep
              restaurantCity={restaurant.citySlug}
              addresses={delivery.addresses}
              address={address}
              isConfirmed={delivery.isConfirmed}
              onPick={(next) => {
                placing.forgetRefusal();
                delivery.pick(next);
              }}
              onConfirm={delivery.confirm}
              travel={
                bill && address ? (
                  <TravelNote key={restaurant.id} address={address} quote={bill} fresh={!quote.isPlaceholderData} />
                ) : null
              }
              confirmRef={confirmRef}
              open={addressOpen}
              setOpen={setAddressOpen}
            />
            <Step title={t("payment")} ref={paymentRef}>
              {declined ? (
                <div className="mb-3">
                  <FailedCall error={placing.refused} handlers={{}} />
                </div>
              ) : null}
              <PaymentChoice
                value={payment}
                onChange={(next) => {
                  placing.forgetRefusal();
                  setPayment(next);
                }}
                demo={demo}
                total={bill?.total ?? null}
              />
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
      </fieldset>
      <aside className="rounded-2xl border bg-surface p-5 lg:sticky lg:top-24" aria-label={t("yourOrder")}>
        <OrderSummary
          cart={cart}
          restaurantId={restaurant.id}
          check={check}
          menu={menu}
          locked={locked}
          bill={bill}
          renewing={canQuote && quote.isPlaceholderData}
          pending={canQuote && quote.isPending}
          failed={canQuote && quote.isError && !quote.data ? quote.error : null}
          handlers={handlers}
        />
        <PlaceBar
          placing={placing}
          handlers={handlers}
          total={bill?.total ?? null}
          state={stateOf({
            signedIn,
            online,
            flagged: flagged.length,
            hasAddress: address !== null,
            bill,
            isConfirmed: delivery.isConfirmed,
            renewing: quote.isPlaceholderData,
          })}
          flagged={flagged.length}
          onPlace={submit}
          onPin={lookAtPin}
        />
      </aside>
      {placing.priceChange ? (
        <QuoteChanged
          seen={placing.priceChange.seen}
          before={bill && bill.total.amount === placing.priceChange.seen.amount ? bill : null}
          after={placing.priceChange.quote}
          busy={placing.busy}
          onAccept={placing.acceptPrice}
          onBack={placing.declinePrice}
        />
      ) : null}
    </div>
  );
}

/** What the one button waits for; the first that is missing. */
function stateOf(now: {
  signedIn: boolean;
  online: boolean;
  flagged: number;
  hasAddress: boolean;
  bill: Quote | null;
  isConfirmed: boolean;
  renewing: boolean;
}): PlaceState {
  if (!now.signedIn) return "login";
  if (!now.online) return "offline";
  if (now.flagged > 0) return "flagged";
  if (!now.hasAddress) return "address";
  if (!now.bill) return "pricing";
  if (!now.bill.deliverable) return "refused";
  if (!now.isConfirmed) return "pin";
  return now.renewing ? "pricing" : "ready";
}
