"use client";

import type { Address } from "@tiffin/domain/wire/orders";
import { useSession } from "@tiffin/ui/app/session";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../api/trpc.tsx";
import { usePlace } from "../place/place-provider.tsx";
import { confirmPin, deliveredThere, pinKey, useConfirmedPins } from "./confirmed-pins.ts";

/** Where the order is to go: the address that was searched for, else the first saved one; and whether its pin is sure. */
export function useDeliveryAddress() {
  const trpc = useTRPC();
  const { signedIn } = useSession();
  const { place, choose } = usePlace();
  const pins = useConfirmedPins();
  const list = useQuery(trpc.addresses.list.queryOptions(undefined, { enabled: signedIn }));
  const recent = useQuery(trpc.orders.list.queryOptions({ limit: 5 }, { enabled: signedIn, staleTime: 10_000 }));
  const addresses = signedIn ? list.data : undefined;
  const address = addresses?.find((one) => one.id === place?.addressId) ?? addresses?.[0] ?? null;
  return {
    addresses,
    address,
    isConfirmed:
      address !== null && (pins.includes(pinKey(address)) || deliveredThere(address, recent.data?.items ?? [])),
    confirm: confirmPin,
    pick: (next: Address) => choose({ label: next.label, ...next.location, addressId: next.id }),
  };
}
