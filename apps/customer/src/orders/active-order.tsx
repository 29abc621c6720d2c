"use client";

import { useSession } from "@tiffin/ui/app/session";
import { useQuery } from "@tanstack/react-query";
import { ArrowRight } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { CoverArt } from "@tiffin/ui/cover-art";
import { useTRPC } from "../api/trpc.tsx";
import { headlineOf, isActive } from "./progress.ts";

/** What is on its way, on top of the first page. */
export function ActiveOrder() {
  const t = useTranslations("order");
  const trpc = useTRPC();
  const { signedIn } = useSession();
  const { data } = useQuery(
    trpc.orders.list.queryOptions({ limit: 5 }, { enabled: signedIn, refetchInterval: 30_000, staleTime: 10_000 }),
  );
  const active = data?.items.filter((order) => isActive(order)) ?? [];
  if (!signedIn || active.length === 0) return null;
  return (
    <ul className="mb-6 flex flex-col gap-2">
      {active.map((order) => (
        <li key={order.id}>
          <Link
            href={`/orders/${order.id}`}
            className="flex animate-rise items-center gap-4 rounded-2xl bg-leaf p-3 pr-5 text-on-leaf transition hover:bg-leaf-hover"
          >
            <span className="size-13 shrink-0 overflow-hidden rounded-xl">
              <CoverArt artKey={order.restaurant.imageKey} name={order.restaurant.name} shape="dish" />
            </span>
            <span className="min-w-0 flex-1">
              <span className="block font-semibold">
                {t(`headline.${headlineOf(order)}`, { name: order.restaurant.name })}
              </span>
              <span className="block truncate text-sm opacity-85">
                {order.restaurant.name}
                {order.eta ? ` · ${t("inMinutes", { low: order.eta.low, high: order.eta.high })}` : ""}
              </span>
            </span>
            <ArrowRight aria-hidden className="size-5 shrink-0" />
          </Link>
        </li>
      ))}
    </ul>
  );
}
