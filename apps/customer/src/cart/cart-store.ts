"use client";

import { useCallback, useSyncExternalStore } from "react";
import { type Cart, type CartAction, cartSchema, emptyCart, reduceCart } from "./cart.ts";

const storageKey = "tiffin.customer.cart.v1";
let current: Cart | null = null;
const listeners = new Set<() => void>();

/** The cart as it is this moment, for handlers. */
export function readCart(): Cart {
  if (current) return current;
  current = parse(localStorage.getItem(storageKey));
  return current;
}

/** What an older version or another hand left behind, and can't be read, is an empty cart. */
function parse(text: string | null): Cart {
  if (!text) return emptyCart;
  try {
    const result = cartSchema.safeParse(JSON.parse(text));
    return result.success ? result.data : emptyCart;
  } catch {
    return emptyCart;
  }
}

function tell(): void {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  // Another tab changed the cart.
  const onStorage = (event: StorageEvent) => {
    if (event.key !== storageKey) return;
    current = parse(event.newValue);
    tell();
  };
  window.addEventListener("storage", onStorage);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", onStorage);
  };
}

export function dispatchCart(action: CartAction): void {
  current = reduceCart(readCart(), action);
  localStorage.setItem(storageKey, JSON.stringify(current));
  tell();
}

/** The cart of this browser; empty on the server and in the first paint. */
export function useCart(): [Cart, (action: CartAction) => void] {
  const cart = useSyncExternalStore(subscribe, readCart, () => emptyCart);
  return [cart, useCallback((action: CartAction) => dispatchCart(action), [])];
}

const never = () => () => undefined;
/** False in the server's paint and until the cart has been read: "empty" is not yet a fact then. */
export const useCartReady = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
