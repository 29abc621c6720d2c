"use client";

import { useQuery } from "@tanstack/react-query";
import { traceIdOf } from "@tiffin/ui/app/api";
import { EmptyState } from "@tiffin/ui/empty-state";
import { ErrorState } from "@tiffin/ui/error-state";
import { FilterChip } from "@tiffin/ui/chip";
import { Input } from "@tiffin/ui/input";
import { Page, PageTitle } from "@tiffin/ui/page";
import { Loading, Skeleton } from "@tiffin/ui/skeleton";
import { SpotArt } from "@tiffin/ui/spot-art";
import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { useTRPC } from "../api/trpc.tsx";
import { useIsOver } from "../board/clock.ts";
import { useKitchen } from "../kitchen/kitchen-context.tsx";
import { filterMenu } from "./filter-menu.ts";
import { MenuRow } from "./menu-row.tsx";
import { useChangeItem } from "./use-change-item.ts";

/** Everything the restaurant sells: sell out or bring back a dish with a tap or two, change its price with a few. */
export function MenuEditor() {
  const t = useTranslations("menu");
  const trpc = useTRPC();
  const { kitchen } = useKitchen();
  const menu = useQuery({
    ...trpc.menu.get.queryOptions({ restaurantId: kitchen.id }),
    // Another tablet may change it as well.
    refetchInterval: 60_000,
  });
  const change = useChangeItem(kitchen.id);
  const [typed, setTyped] = useState("");
  const [soldOutOnly, setSoldOutOnly] = useState(false);

  const nextBack = menu.data?.sections
    .flatMap(({ items }) => items.flatMap(({ unavailableUntil }) => unavailableUntil ?? []))
    .sort((a, b) => Date.parse(a) - Date.parse(b))[0];
  const isBack = useIsOver(nextBack);
  const { refetch } = menu;
  useEffect(() => {
    if (!isBack) return;
    // This tablet's idea of the server's clock is half a second wrong at most.
    const timer = setTimeout(() => void refetch(), 1_000);
    return () => clearTimeout(timer);
  }, [isBack, refetch]);

  if (menu.error && !menu.data)
    return (
      <ErrorState traceId={traceIdOf(menu.error)} onRetry={() => void menu.refetch()} retrying={menu.isRefetching} />
    );
  if (!menu.data) return <MenuSkeleton />;

  const all = menu.data.sections.flatMap(({ items }) => items);
  const soldOut = all.filter(({ available }) => !available).length;
  const sections = filterMenu(menu.data.sections, { typed, soldOutOnly });
  return (
    <Page width="medium">
      <PageTitle title={t("title")} lead={t("lead")} />
      {all.length === 0 ? (
        <EmptyState art={<SpotArt kind="empty-tiffin" />} title={t("emptyTitle")}>
          {t("emptyBody")}
        </EmptyState>
      ) : (
        <>
          <div className="mb-6 flex flex-wrap items-center gap-3">
            <Input
              type="search"
              label={t("search")}
              hideLabel
              placeholder={t("search")}
              leading={<Search aria-hidden />}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              className="min-w-60 flex-1"
            />
            <FilterChip
              pressed={soldOutOnly}
              count={soldOut}
              onClick={() => setSoldOutOnly(!soldOutOnly)}
              className="h-12"
            >
              {t("soldOutOnly")}
            </FilterChip>
          </div>
          {sections.length === 0 ? (
            <EmptyState art={<SpotArt kind="no-match" />} title={t("noMatchTitle")}>
              {soldOutOnly && typed === "" ? t("nothingSoldOut") : t("noMatchBody")}
            </EmptyState>
          ) : (
            sections.map((section) => (
              <section key={section.id} aria-labelledby={`section-${section.id}`} className="mb-8">
                <h2 id={`section-${section.id}`} className="display mb-2 text-2xl">
                  {section.name}
                </h2>
                <ul className="divide-y rounded-xl border-[length:var(--border-weight)] bg-surface">
                  {section.items.map((item) => (
                    <MenuRow key={item.id} item={item} onChange={(update) => change({ id: item.id, ...update })} />
                  ))}
                </ul>
              </section>
            ))
          )}
        </>
      )}
    </Page>
  );
}

function MenuSkeleton() {
  const t = useTranslations("menu");
  return (
    <Loading label={t("loading")}>
      <Page width="medium">
        <Skeleton className="mb-6 h-9 w-40" />
        <Skeleton className="mb-6 h-12 w-full" />
        {[0, 1, 2, 3, 4, 5].map((n) => (
          <Skeleton key={n} className="mb-3 h-20 w-full rounded-xl" />
        ))}
      </Page>
    </Loading>
  );
}
