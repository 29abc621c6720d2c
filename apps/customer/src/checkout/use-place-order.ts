"use client";

import type { Order, PlaceOrder } from "@tiffin/domain/wire/orders";
import { codeOf, statusOf } from "@tiffin/ui/app/api";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useTRPC } from "../api/trpc.tsx";
import { dispatchCart } from "../cart/cart-store.ts";
import { beginAttempt, endAttempt, isDefinite, loadAttempt } from "./attempt.ts";

/** RFC 9562 v4. `crypto.randomUUID` is missing on plain http from another machine. */
function randomUuid(): string {
  if ("randomUUID" in crypto) return crypto.randomUUID();
  const bytes = (crypto as Crypto).getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/**
 * Places the order once. `inDoubt` is true while an attempt's outcome is unknown (the network went away, the server
 * broke): `resolve` sends the same attempt again. After a reload that happens by itself.
 */
export function usePlaceOrder() {
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const [inDoubt, setInDoubt] = useState(false);
  const [refused, setRefused] = useState<unknown>(null);
  const running = useRef(false);
  const placing = useMutation(trpc.orders.place.mutationOptions());

  const settle = (order: Order) => {
    endAttempt(localStorage);
    setInDoubt(false);
    dispatchCart({ type: "clear" });
    void queryClient.invalidateQueries({ queryKey: trpc.orders.list.queryKey() });
    router.replace(`/orders/${order.id}`);
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
      setRefused(error);
      if (isDefinite(statusOf(error), codeOf(error))) {
        endAttempt(localStorage);
        setInDoubt(false);
      } else setInDoubt(true);
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
    if (!loadAttempt(localStorage, Date.now())) return;
    setInDoubt(true);
    resolve();
  });
  useEffect(() => {
    const soon = setTimeout(() => resume(), 0);
    return () => clearTimeout(soon);
  }, []);

  return { place: (order: PlaceOrder) => void send(order), resolve, inDoubt, busy: placing.isPending, refused };
}
