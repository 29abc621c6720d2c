"use client";

import type { Menu } from "@tiffin/domain/wire/restaurants";
import { statusOf, traceIdOf } from "@tiffin/ui/app/api";
import { Button } from "@tiffin/ui/button";
import { EmptyState } from "@tiffin/ui/empty-state";
import { ErrorState } from "@tiffin/ui/error-state";
import { SpotArt } from "@tiffin/ui/spot-art";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useTRPC } from "../api/trpc.tsx";
import { MenuPage } from "./menu-page.tsx";
import { MenuSkeleton } from "./menu-skeleton.tsx";

/** A kitchen's page, from the server's paint or fetched here. */
export function RestaurantView({ id, initialMenu }: { id: string; initialMenu: Menu | null }) {
  const t = useTranslations("restaurant");
  const trpc = useTRPC();
  const menu = useQuery(
    trpc.restaurants.menu.queryOptions(
      { id },
      { staleTime: 30_000, ...(initialMenu ? { initialData: initialMenu } : {}) },
    ),
  );
  if (menu.isPending) return <MenuSkeleton />;
  if (menu.data) return <MenuPage menu={menu.data} />;
  const unknown = statusOf(menu.error) === 404 || statusOf(menu.error) === 400;
  if (!unknown) {
    return (
      <ErrorState traceId={traceIdOf(menu.error)} onRetry={() => void menu.refetch()} retrying={menu.isRefetching} />
    );
  }
  return (
    <EmptyState
      art={<SpotArt kind="sleeping" />}
      title={t("unknownTitle")}
      action={
        <Button asChild>
          <Link href="/">{t("toAll")}</Link>
        </Button>
      }
    >
      {t("unknownBody")}
    </EmptyState>
  );
}
