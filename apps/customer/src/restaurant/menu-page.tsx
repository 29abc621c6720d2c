"use client";

import type { Menu, MenuItem } from "@tiffin/domain/wire/restaurants";
import { ConfirmDialog } from "@tiffin/ui/confirm-dialog";
import { EmptyState } from "@tiffin/ui/empty-state";
import { PoliteStatus } from "@tiffin/ui/polite-status";
import { SpotArt } from "@tiffin/ui/spot-art";
import { useTranslations } from "next-intl";
import { parseAsBoolean, parseAsString, useQueryStates } from "nuqs";
import { useMemo, useState } from "react";
import { CartBar, CartPanel } from "../cart/cart-views.tsx";
import { useCartCheck } from "../cart/use-cart-check.ts";
import { useFlaggedText } from "../cart/use-flagged-text.ts";
import { ClosedNotice } from "./closed-notice.tsx";
import { dishesFor, filterMenu } from "./menu-filter.ts";
import { MenuSearch } from "./menu-search.tsx";
import { MenuSection } from "./menu-section.tsx";
import { NoDish } from "./no-dish.tsx";
import { OptionsDialog } from "./options-dialog.tsx";
import { RestaurantHeader } from "./restaurant-header.tsx";
import { SectionNav } from "./section-nav.tsx";
import { useMenuCart } from "./use-menu-cart.ts";

/** What stands in the address bar: the menu's own search, what one came for, and the dish that a link means. */
const menuParsers = {
  dish: parseAsString.withDefault(""),
  veg: parseAsBoolean.withDefault(false),
  for: parseAsString.withDefault(""),
  item: parseAsString.withDefault(""),
};

export function MenuPage({ menu }: { menu: Menu }) {
  const t = useTranslations("restaurant");
  const { restaurant } = menu;
  const [{ dish, veg, for: wanted, item: linked }, setState] = useQueryStates(menuParsers, { history: "replace" });
  const sections = useMemo(() => filterMenu(menu.sections, dish, veg), [menu.sections, dish, veg]);
  // What was searched for stands on top, until something else is searched for in the menu itself.
  const cameFor = useMemo(
    () => (dish ? [] : dishesFor(filterMenu(menu.sections, "", veg), wanted)),
    [menu.sections, dish, veg, wanted],
  );
  const onTop = cameFor.length > 0 ? { id: "for", name: t("forWords", { q: wanted }), items: cameFor } : null;
  const cart = useMenuCart(restaurant);
  const [choosing, setChoosing] = useState<MenuItem | null>(null);
  // The menu is read again while it is on the screen: what is being chosen may be sold out under the thumb.
  const chosenNow = menu.sections.flatMap((section) => section.items).find((item) => item.id === choosing?.id);
  const flaggedText = useFlaggedText(useCartCheck().check);
  const orderable = restaurant.orderable && restaurant.isOpen && restaurant.acceptingOrders;
  const hasVegChoice =
    !restaurant.isPureVeg && menu.sections.some((section) => section.items.some((item) => item.isVeg));
  const shown = onTop ? [onTop, ...sections] : sections;

  return (
    <div className="mx-auto w-full max-w-6xl pb-28 sm:px-6 sm:pt-6 lg:pb-10">
      <RestaurantHeader restaurant={restaurant} />
      {menu.sections.length === 0 ? (
        <EmptyState art={<SpotArt kind="empty-tiffin" />} title={t("noMenuTitle")}>
          {t("noMenuBody")}
        </EmptyState>
      ) : (
        <div className="mt-6 px-4 sm:px-0 lg:grid lg:grid-cols-[11rem_minmax(0,1fr)_20rem] lg:gap-8">
          <SectionNav sections={shown} />
          <div className="min-w-0 max-lg:pt-4">
            <ClosedNotice restaurant={restaurant} />
            <MenuSearch
              words={dish}
              veg={hasVegChoice ? veg : null}
              found={dish ? sections.reduce((sum, section) => sum + section.items.length, 0) : null}
              onWords={(words) => void setState({ dish: words || null })}
              onVeg={(on) => void setState({ veg: on || null })}
            />
            {sections.length === 0 ? (
              <NoDish
                words={dish}
                onlyVegMissing={veg && filterMenu(menu.sections, dish, false).length > 0}
                onWithoutVeg={() => void setState({ veg: null })}
                onAll={() => void setState({ dish: null, veg: null })}
              />
            ) : null}
            {shown.map((section, index) => (
              <MenuSection
                key={section.id}
                section={section}
                timeZone={restaurant.timeZone}
                cart={cart}
                orderable={orderable}
                // A dish that stands on top and in its section is meant in one place alone.
                linked={section === onTop || !cameFor.some((item) => item.id === linked) ? linked : ""}
                first={index === 0}
                onChoose={setChoosing}
              />
            ))}
          </div>
          <CartPanel className="max-lg:hidden" />
        </div>
      )}
      <PoliteStatus text={flaggedText ?? ""} everySeconds={5} />
      <CartBar />
      {choosing ? (
        <OptionsDialog
          key={choosing.id}
          item={choosing}
          soldOut={!chosenNow?.available}
          onClose={() => setChoosing(null)}
          onAdd={(choice) => {
            cart.add(choosing, choice);
            setChoosing(null);
          }}
        />
      ) : null}
      <ConfirmDialog
        open={cart.wouldGiveUp !== null}
        onOpenChange={(open) => !open && cart.keep()}
        title={t("replaceTitle")}
        description={t("replaceBody", { old: cart.wouldGiveUp ?? "", next: restaurant.name })}
        keep={t("replaceKeep")}
        confirm={t("replaceConfirm")}
        onConfirm={() => cart.replace()}
      />
    </div>
  );
}
