import { isId } from "@tiffin/db/ids";
import { findMenuItems, findSections, type MenuItemRecord } from "@tiffin/db/queries/menus";
import { findRestaurant, type RestaurantRecord } from "@tiffin/db/queries/restaurants";
import { notFound } from "@tiffin/domain/errors";
import { money } from "@tiffin/domain/money/money";
import type { Menu, MenuItem } from "@tiffin/domain/wire/restaurants";
import { restaurantState } from "./restaurant-state.ts";
import type { CatalogServices } from "./services.ts";

/** A restaurant and all that it sells; an imported one without a menu has no sections. @throws DomainError NOT_FOUND */
export async function getMenu({ db }: CatalogServices, restaurantId: string, now: Date): Promise<Menu> {
  const record = isId(restaurantId) ? await findRestaurant(db, restaurantId) : undefined;
  if (record === undefined) throw notFound("restaurant");
  const [sections, items] = await Promise.all([findSections(db, restaurantId), findMenuItems(db, restaurantId)]);
  const currency = record.city.currency;
  return {
    restaurant: restaurantWire(record, now),
    sections: sections
      .map((section) => ({
        id: section.id,
        name: section.name,
        items: items.filter((item) => item.sectionId === section.id).map((item) => menuItemWire(item, currency)),
      }))
      .filter((section) => section.items.length > 0),
  };
}

export function menuItemWire(item: MenuItemRecord, currency: string): MenuItem {
  return {
    id: item.id,
    name: item.name,
    description: item.description,
    price: money(item.price, currency),
    isVeg: item.isVeg,
    available: item.available,
    unavailableUntil: item.available ? null : (item.unavailableUntil?.toISOString() ?? null),
    imageKey: item.imageKey,
    optionGroups: item.optionGroups.map((group) => ({
      id: group.id,
      name: group.name,
      min: group.min,
      max: group.max,
      options: group.options.map((option) => ({
        id: option.id,
        name: option.name,
        price: money(option.price, currency),
      })),
    })),
  };
}

function restaurantWire(record: RestaurantRecord, now: Date): Menu["restaurant"] {
  const { restaurant, city } = record;
  const state = restaurantState(record, now);
  return {
    id: restaurant.id,
    name: restaurant.name,
    localName: restaurant.localName,
    cuisines: restaurant.cuisines,
    line1: restaurant.line1,
    location: { lat: restaurant.lat, lng: restaurant.lng },
    rating: restaurant.rating,
    ratingCount: restaurant.ratingCount,
    costForTwo: restaurant.costForTwo === null ? null : money(restaurant.costForTwo, city.currency),
    isPureVeg: restaurant.isPureVeg,
    isOpen: state.isOpen,
    acceptingOrders: state.acceptingOrders,
    nextOpensAt: state.nextOpensAt?.toISOString() ?? null,
    closesInMinutes: state.closesInMinutes,
    prepMinutes: restaurant.prepMinutes,
    // Photographs are not kept yet; the apps draw art by `imageKey`.
    imageUrl: null,
    imageKey: restaurant.imageKey,
    citySlug: city.slug,
    currency: city.currency,
    timeZone: city.timeZone,
    orderable: state.orderable,
  };
}
