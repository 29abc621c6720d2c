"use client";

import { type Order, type PlaceOrder, type Quote, quoteSchema } from "@tiffin/domain/wire/orders";
import { codeOf, extraOf, statusOf } from "@tiffin/ui/app/api";
import type { Money } from "@tiffin/ui/lib/money";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useTRPC } from "../api/trpc.tsx";
import { dispatchCart } from "../cart/cart-store.ts";
import { webAddress } from "../orders/web-address.ts";
import { beginAttempt, endAttempt, isDefinite, isFresh, loadAttempt } from "./attempt.ts";
import { randomUuid } from "@tiffin/ui/lib/random-uuid";

type PriceChange = { order: PlaceOrder; seen: Money; quote: Quote };

/**
 * Places the order once. `inDoubt` is true while an attempt's outcome is unknown (the network went away, the server
 * broke, the page was loaded anew): `resolve` sends the same attempt again, which after a reload happens by itself.
 * `abandon` lets go of it: whoever does has looked at their orders.
 */
export function usePlaceOrder() {
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const [inDoubt, setInDoubt] = useState(false);
  const [refused, setRefused] = useState<unknown>(null);
  const [priceChange, setPriceChange] = useState<PriceChange | null>(null);
  const [leaving, setLeaving] = useState(false);
  const running = useRef(false);
  const placing = useMutation(trpc.orders.place.mutationOptions());

  const settle = (order: Order) => {
    endAttempt(localStorage);
    setInDoubt(false);
    setPriceChange(null);
    setLeaving(true);
    dispatchCart({ type: "clear" });
    void queryClient.invalidateQueries({ queryKey: trpc.orders.list.queryKey() });
    const bank = webAddress(order.payment.nextAction?.url);
    if (!bank) return router.replace(`/orders/${order.id}`);
    // The way back from the bank's page leads to the order, not to an empty checkout.
    window.history.replaceState(null, "", `/orders/${order.id}`);
    // Browsers may keep this page as it is and show it again then.
    window.addEventListener("pageshow", ({ persisted }) => persisted && window.location.reload());
    window.location.assign(bank);
  };
  const refuse = (error: unknown, order: PlaceOrder) => {
    if (!isDefinite(statusOf(error), codeOf(error))) {
      setRefused(error);
      setInDoubt(true);
      return;
    }
    endAttempt(localStorage);
    setInDoubt(false);
    const quote = quoteSchema.safeParse(extraOf(error)["quote"]);
    if (codeOf(error) === "QUOTE_CHANGED" && quote.success && order.expectedTotal) {
      setPriceChange({ order, seen: order.expectedTotal, quote: quote.data });
      return;
    }
    setPriceChange(null);
    setRefused(error);
    void queryClient.invalidateQueries({ queryKey: trpc.orders.quote.queryKey() });
    void queryClient.invalidateQueries({ queryKey: trpc.restaurants.menu.queryKey() });
  };
  const send = async (order: PlaceOrder) => {
    // Two taps within one frame: the state has not told the button yet.
    if (running.current) return;
    running.current = true;
    setRefused(null);
    const attempt = beginAttempt(localStorage, order, Date.now(), randomUuid);
    try {
      const { order: placed } = await placing.mutateAsync({ ...attempt.order, idempotencyKey: attempt.key });
      settle(placed);
    } catch (error) {
      refuse(error, attempt.order);
    } finally {
      running.current = false;
    }
  };
  const resolve = () => {
    const open = loadAttempt(localStorage, Date.now());
    if (!open) return setInDoubt(false);
    void send(open.order);
  };
  const resume = useEffectEvent(() => {
    const open = loadAttempt(localStorage, Date.now());
    if (!open) return;
    setInDoubt(true);
    if (isFresh(open, Date.now())) resolve();
  });
  // The network is back: what was asked before it went is asked again.
  const resumeOnline = useEffectEvent(() => inDoubt && resolve());
  useEffect(() => {
    const soon = setTimeout(() => resume(), 0);
    const onOnline = () => void resumeOnline();
    window.addEventListener("online", onOnline);
    return () => {
      clearTimeout(soon);
      window.removeEventListener("online", onOnline);
    };
  }, []);

  return {
    place: (order: PlaceOrder) => void send(order),
    resolve,
    abandon: () => {
      endAttempt(localStorage);
      setInDoubt(false);
      setRefused(null);
    },
    inDoubt,
    busy: placing.isPending || leaving,
    refused,
    forgetRefusal: () => setRefused(null),
    priceChange,
    acceptPrice: () => {
      if (priceChange) void send({ ...priceChange.order, expectedTotal: priceChange.quote.total });
    },
    declinePrice: () => {
      setPriceChange(null);
      void queryClient.invalidateQueries({ queryKey: trpc.orders.quote.queryKey() });
      void queryClient.invalidateQueries({ queryKey: trpc.restaurants.menu.queryKey() });
    },
  };
}
export type Placing = ReturnType<typeof usePlaceOrder>;
