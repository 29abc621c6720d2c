"use client";

import type { Menu, MenuItem } from "@tiffin/domain/wire/restaurants";
import { statusOf, traceIdOf } from "@tiffin/ui/app/api";
import { Button } from "@tiffin/ui/button";
import { FilterChip } from "@tiffin/ui/chip";
import { ConfirmDialog } from "@tiffin/ui/confirm-dialog";
import { EmptyState } from "@tiffin/ui/empty-state";
import { ErrorState } from "@tiffin/ui/error-state";
import { Input } from "@tiffin/ui/input";
import { SpotArt } from "@tiffin/ui/spot-art";
import { useQuery } from "@tanstack/react-query";
import { Leaf, Search } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { parseAsBoolean, parseAsString, useQueryStates } from "nuqs";
import { useMemo, useState } from "react";
import { useTRPC } from "../api/trpc.tsx";
import { type CartLine, countOf, wouldReplace } from "../cart/cart.ts";
import { CartBar, CartPanel } from "../cart/cart-views.tsx";
import { useCart } from "../cart/cart-store.ts";
import { filterMenu } from "./menu-filter.ts";
import { MenuItemRow } from "./menu-item.tsx";
import { MenuSkeleton } from "./menu-skeleton.tsx";
import { OptionsDialog } from "./options-dialog.tsx";
import { RestaurantHeader } from "./restaurant-header.tsx";
import { SectionNav } from "./section-nav.tsx";

type NewLine = Omit<CartLine, "key">;

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
  if (!menu.data) {
    const unknown = statusOf(menu.error) === 404 || statusOf(menu.error) === 400;
    return unknown ? (
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
    ) : (
      <ErrorState traceId={traceIdOf(menu.error)} onRetry={() => void menu.refetch()} retrying={menu.isRefetching} />
    );
  }
  return <MenuPage menu={menu.data} />;
}

function MenuPage({ menu }: { menu: Menu }) {
  const t = useTranslations("restaurant");
  const { restaurant } = menu;
  const [{ dish, veg }, setState] = useQueryStates({
    dish: parseAsString.withDefault(""),
    veg: parseAsBoolean.withDefault(false),
  });
  const sections = useMemo(() => filterMenu(menu.sections, dish, veg), [menu.sections, dish, veg]);
  const [cart, change] = useCart();
  const [choosing, setChoosing] = useState<MenuItem | null>(null);
  const [replacing, setReplacing] = useState<NewLine | null>(null);
  const orderable = restaurant.orderable && restaurant.isOpen && restaurant.acceptingOrders;
  const kitchen = {
    id: restaurant.id,
    name: restaurant.name,
    citySlug: restaurant.citySlug,
    imageKey: restaurant.imageKey,
    cuisines: restaurant.cuisines,
  };

  const put = (line: NewLine) => {
    if (wouldReplace(cart, restaurant.id)) return setReplacing(line);
    change({ type: "add", restaurant: kitchen, line });
  };
  const plainLine = (item: MenuItem): NewLine => ({
    menuItemId: item.id,
    name: item.name,
    isVeg: item.isVeg,
    imageKey: item.imageKey,
    optionIds: [],
    optionNames: [],
    note: "",
    unitPrice: item.price,
    quantity: 1,
  });
  const setCount = (item: MenuItem, quantity: number) => {
    const line = cart.lines.find((one) => one.menuItemId === item.id);
    if (line)
      change({ type: "setQuantity", key: line.key, quantity: line.quantity + quantity - countOf(cart, item.id) });
  };
  const hasVegChoice =
    !restaurant.isPureVeg && menu.sections.some((section) => section.items.some((item) => item.isVeg));

  return (
    <div className="mx-auto w-full max-w-6xl pb-28 sm:px-6 sm:pt-6 lg:pb-10">
      <RestaurantHeader restaurant={restaurant} />
      {menu.sections.length === 0 ? (
        <EmptyState art={<SpotArt kind="empty-tiffin" />} title={t("noMenuTitle")}>
          {t("noMenuBody")}
        </EmptyState>
      ) : (
        <div className="mt-6 grid gap-8 px-4 sm:px-0 lg:grid-cols-[11rem_minmax(0,1fr)_20rem]">
          <SectionNav sections={sections} />
          <div className="min-w-0">
            <div className="flex items-center gap-2">
              <Input
                className="flex-1"
                label={t("searchMenu")}
                hideLabel
                type="search"
                placeholder={t("searchMenu")}
                leading={<Search aria-hidden />}
                value={dish}
                onChange={(event) => void setState({ dish: event.target.value || null })}
              />
              {hasVegChoice ? (
                <FilterChip
                  pressed={veg}
                  className="h-12"
                  icon={<Leaf aria-hidden className="size-4" />}
                  onClick={() => void setState({ veg: veg ? null : true })}
                >
                  {t("vegOnly")}
                </FilterChip>
              ) : null}
            </div>
            <p role="status" className="sr-only">
              {dish ? t("dishesFound", { count: sections.reduce((n, section) => n + section.items.length, 0) }) : ""}
            </p>
            {sections.length === 0 ? (
              <EmptyState
                art={<SpotArt kind="no-match" />}
                title={t("noDish", { q: dish })}
                action={
                  <Button tone="outline" onClick={() => void setState({ dish: null, veg: null })}>
                    {t("showAll")}
                  </Button>
                }
              />
            ) : null}
            {sections.map((section) => (
              <section
                key={section.id}
                id={`section-${section.id}`}
                aria-labelledby={`title-${section.id}`}
                className="scroll-mt-32 pt-7"
              >
                <h2 id={`title-${section.id}`} className="display flex items-baseline gap-2 text-xl">
                  {section.name}
                  <span className="tabular font-sans text-sm font-medium tracking-normal text-ink-faint">
                    {section.items.length}
                  </span>
                </h2>
                <ul className="divide-y divide-dashed">
                  {section.items.map((item) => (
                    <li key={item.id}>
                      <MenuItemRow
                        item={item}
                        count={cart.restaurant?.id === restaurant.id ? countOf(cart, item.id) : 0}
                        orderable={orderable}
                        onAdd={() => (item.optionGroups.length > 0 ? setChoosing(item) : put(plainLine(item)))}
                        onCount={(quantity) => setCount(item, quantity)}
                      />
                    </li>
                  ))}
                </ul>
              </section>
            ))}
          </div>
          <CartPanel className="max-lg:hidden" />
        </div>
      )}
      <CartBar />
      {choosing ? (
        <OptionsDialog
          key={choosing.id}
          item={choosing}
          onClose={() => setChoosing(null)}
          onAdd={(choice) => {
            put({ ...plainLine(choosing), ...choice });
            setChoosing(null);
          }}
        />
      ) : null}
      <ConfirmDialog
        open={replacing !== null}
        onOpenChange={(open) => !open && setReplacing(null)}
        title={t("replaceTitle")}
        description={t("replaceBody", { old: cart.restaurant?.name ?? "", next: restaurant.name })}
        keep={t("replaceKeep")}
        confirm={t("replaceConfirm")}
        onConfirm={() => {
          if (replacing) change({ type: "add", restaurant: kitchen, line: replacing });
          setReplacing(null);
        }}
      />
    </div>
  );
}
