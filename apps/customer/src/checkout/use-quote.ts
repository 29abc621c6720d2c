"use client";

import { useSession } from "@tiffin/ui/app/session";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTRPC } from "../api/trpc.tsx";
import { orderItems } from "../cart/cart.ts";
import { useCart } from "../cart/cart-store.ts";
import { useDeliveryAddress } from "./use-delivery-address.ts";

/** What the cart costs to where it goes, by the server; asked again with each change, and each minute. */
export function useQuote(tip: number, enabled = true) {
  const trpc = useTRPC();
  const { signedIn } = useSession();
  const [cart] = useCart();
  const { address } = useDeliveryAddress();
  const canQuote = enabled && signedIn && cart.restaurant !== null && cart.lines.length > 0 && address !== null;
  const quote = useQuery(
    trpc.orders.quote.queryOptions(
      { restaurantId: cart.restaurant?.id ?? "", items: orderItems(cart), addressId: address?.id ?? "", tip },
      { enabled: canQuote, placeholderData: keepPreviousData, staleTime: 20_000, refetchInterval: 60_000 },
    ),
  );
  return { quote, canQuote };
}
