"use client";

import { useSession } from "@tiffin/ui/app/session";
import { AppShell } from "@tiffin/ui/app-shell";
import { Button } from "@tiffin/ui/button";
import { House, ReceiptText, ShoppingBag, UserRound } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { countItems } from "../cart/cart.ts";
import { useCart } from "../cart/cart-store.ts";
import { PlaceButton } from "../place/place-button.tsx";

export function CustomerShell({ children }: { children: ReactNode }) {
  const t = useTranslations("nav");
  const path = usePathname();
  const { signedIn } = useSession();
  const [cart] = useCart();
  const count = countItems(cart);
  const withActionBar = path.startsWith("/restaurants/") || path === "/checkout" || path === "/cart";
  return (
    <AppShell
      middle={<PlaceButton />}
      hideTabs={withActionBar}
      nav={[
        { href: "/", label: t("home"), icon: House, match: (at) => at === "/" || at.startsWith("/restaurants/") },
        { href: "/orders", label: t("orders"), icon: ReceiptText },
        { href: "/account", label: t("account"), icon: UserRound, match: (at) => at === "/account" || at === "/login" },
      ]}
      actions={
        <>
          <Link
            href="/cart"
            aria-label={t("cart", { count })}
            className="relative flex size-11 items-center justify-center rounded-full transition hover:bg-sunken"
          >
            <ShoppingBag aria-hidden className="size-5.5" />
            {count > 0 ? (
              <span
                key={count}
                aria-hidden
                className="tabular absolute top-0.5 right-0 flex h-5 min-w-5 animate-bump items-center justify-center rounded-full bg-turmeric px-1 text-xs font-bold text-on-turmeric"
              >
                {count}
              </span>
            ) : null}
          </Link>
          {signedIn ? null : (
            <Button asChild size="sm" className="max-md:hidden">
              <Link href="/login">{t("login")}</Link>
            </Button>
          )}
        </>
      }
    >
      {children}
    </AppShell>
  );
}
