"use client";

import type { Menu } from "@tiffin/domain/wire/restaurants";
import { statusOf, traceIdOf } from "@tiffin/ui/app/api";
import { Button } from "@tiffin/ui/button";
import { EmptyState } from "@tiffin/ui/empty-state";
import { ErrorState } from "@tiffin/ui/error-state";
import { SpotArt } from "@tiffin/ui/spot-art";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { MenuPage } from "./menu-page.tsx";
import { MenuSkeleton } from "./menu-skeleton.tsx";
import { useMenu } from "./use-menu.ts";

/** A kitchen's page, from the server's paint or fetched here. */
export function RestaurantView({ id, initialMenu }: { id: string; initialMenu: Menu | null }) {
  const t = useTranslations("restaurant");
  const menu = useMenu(id, initialMenu);
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
