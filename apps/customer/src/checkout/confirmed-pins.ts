"use client";

import type { Address, Order } from "@tiffin/domain/wire/orders";
import { useSyncExternalStore } from "react";

const storageKey = "tiffin.customer.pins.v1";
const most = 50;
type Pinned = Pick<Address, "id" | "location">;

/** The pin, not only the address: an address whose pin is another is to be looked at again. */
export const pinKey = ({ id, location }: Pinned): string => `${id}@${location.lat},${location.lng}`;

/** Where food has been handed over before, the pin has proved itself. */
export const deliveredThere = (address: Pinned, orders: readonly Pick<Order, "status" | "dropoff">[]): boolean =>
  orders.some(
    ({ status, dropoff }) =>
      status === "DELIVERED" &&
      dropoff.location.lat === address.location.lat &&
      dropoff.location.lng === address.location.lng,
  );

let current: readonly string[] | null = null;
const none: readonly string[] = [];
const listeners = new Set<() => void>();

function read(): readonly string[] {
  if (current) return current;
  try {
    const parsed: unknown = JSON.parse(localStorage.getItem(storageKey) ?? "[]");
    current = Array.isArray(parsed) ? parsed.filter((key) => typeof key === "string") : none;
  } catch {
    current = none;
  }
  return current;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Somebody has looked at this address's pin among its streets and said that it is right. */
export function confirmPin(address: Pinned): void {
  const key = pinKey(address);
  current = [key, ...read().filter((one) => one !== key)].slice(0, most);
  localStorage.setItem(storageKey, JSON.stringify(current));
  for (const listener of listeners) listener();
}

/** The pins that were confirmed in this browser, as `pinKey` writes them. */
export const useConfirmedPins = (): readonly string[] => useSyncExternalStore(subscribe, read, () => none);
