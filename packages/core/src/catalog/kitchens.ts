import type { z } from "zod";
import { isId } from "@tiffin/db/ids";
import { findMenuItemOfStaff, updateMenuItemOfStaff } from "@tiffin/db/queries/menus";
import {
  findRestaurant,
  findRestaurants,
  restaurantIdsOfStaff,
  updateRestaurantOfStaff,
  type RestaurantRecord,
} from "@tiffin/db/queries/restaurants";
import { DomainError, notFound } from "@tiffin/domain/errors";
import { openingTomorrow } from "@tiffin/domain/opening-hours/opening-hours";
import type { Kitchen, updateKitchenSchema, updateMenuItemSchema } from "@tiffin/domain/wire/kitchen";
import type { Menu, MenuItem } from "@tiffin/domain/wire/restaurants";
import { getMenu, menuItemWire } from "./menu.ts";
import { ownKitchen, tellOfChange } from "./own-kitchen.ts";
import { restaurantState } from "./restaurant-state.ts";
import type { CatalogServices } from "./services.ts";

/** The restaurants that a member of staff works for, by name. */
export async function listKitchens({ db }: CatalogServices, staffId: string, now: Date): Promise<Kitchen[]> {
  const ids = await restaurantIdsOfStaff(db, staffId);
  const records = new Map((await findRestaurants(db, ids)).map((record) => [record.restaurant.id, record]));
  return ids.flatMap((id) => {
    const record = records.get(id);
    return record === undefined ? [] : [kitchenWire(record, now)];
  });
}

/** The caller's own restaurant's menu, sold-out dishes included. @throws DomainError NOT_FOUND, VALIDATION_FAILED */
export async function getKitchenMenu(
  services: CatalogServices,
  staffId: string,
  restaurantId: string | undefined,
  now: Date,
): Promise<Menu> {
  return getMenu(services, await ownKitchen(services, staffId, restaurantId), now);
}

export type UpdateKitchen = z.output<typeof updateKitchenSchema>;

/** Pauses a kitchen, or says how long it cooks. @throws DomainError NOT_FOUND, VALIDATION_FAILED */
export async function updateKitchen(
  services: CatalogServices,
  staffId: string,
  update: UpdateKitchen,
  now: Date,
): Promise<Kitchen> {
  const restaurantId = await ownKitchen(services, staffId, update.restaurantId);
  const { prepMinutes, answerWindowSeconds, ordersPerWindow, orderWindowMinutes } = update;
  return services.db.transaction(async (tx) => {
    const changed = await updateRestaurantOfStaff(tx, staffId, restaurantId, {
      ...(update.acceptingOrders === undefined ? {} : { acceptingOrders: update.acceptingOrders }),
      // Whoever switches the kitchen on ends its pause as well.
      ...(update.acceptingOrders === true ? { pausedUntil: null } : {}),
      // A pause with an end is no switching off: the kitchen takes orders again when it is over.
      ...(update.pauseMinutes === undefined
        ? {}
        : { acceptingOrders: true, pausedUntil: new Date(now.getTime() + update.pauseMinutes * 60_000) }),
      ...whatIsSaid({ prepMinutes, answerWindowSeconds, ordersPerWindow, orderWindowMinutes }),
      updatedAt: now,
    });
    const record = changed ? await findRestaurant(tx, restaurantId) : undefined;
    if (record === undefined) throw notFound("restaurant");
    await tellOfChange(tx, record);
    return kitchenWire(record, now);
  });
}

const FARTHEST_MS = 30 * 86_400_000;

export type UpdateMenuItem = z.output<typeof updateMenuItemSchema>;

/** Sells a dish out, for good or until a time, or reprices it. @throws DomainError NOT_FOUND, VALIDATION_FAILED */
export async function updateMenuItem(
  { db }: CatalogServices,
  staffId: string,
  menuItemId: string,
  update: UpdateMenuItem,
  now: Date,
): Promise<MenuItem> {
  const item = isId(menuItemId) ? await findMenuItemOfStaff(db, staffId, menuItemId) : undefined;
  const record = item === undefined ? undefined : await findRestaurant(db, item.restaurantId);
  if (record === undefined) throw notFound("menu item");
  const { currency } = record.city;
  const price = priceIn(currency, update.price);
  return db.transaction(async (tx) => {
    const updated = await updateMenuItemOfStaff(tx, staffId, menuItemId, {
      ...(update.available === undefined
        ? {}
        : { available: update.available, unavailableUntil: backAt(update, record, now) }),
      ...(price === undefined ? {} : { price }),
      updatedAt: now,
    });
    if (updated === undefined) throw notFound("menu item");
    await tellOfChange(tx, record);
    return menuItemWire(updated, currency);
  });
}

/** Without what was left out: that stays as it is. */
function whatIsSaid<T extends object>(update: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const said = Object.entries(update).filter(([, value]) => value !== undefined);
  return Object.fromEntries(said) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

/** When a dish that is sold out comes back by itself; null: when somebody says so. */
function backAt({ unavailableUntil }: UpdateMenuItem, record: RestaurantRecord, now: Date): Date | null {
  if (unavailableUntil === undefined) return null;
  const { hours, closures, city } = record;
  if (unavailableUntil === "tomorrow") return openingTomorrow({ hours, closures, timeZone: city.timeZone }, now);
  const until = new Date(unavailableUntil);
  if (until <= now || until.getTime() > now.getTime() + FARTHEST_MS) {
    throw new DomainError("VALIDATION_FAILED", "A dish comes back within the next month.", {
      fields: [{ path: "unavailableUntil", message: "a time within the next 30 days" }],
    });
  }
  return until;
}

function priceIn(currency: string, price: UpdateMenuItem["price"]): number | undefined {
  if (price === undefined || typeof price === "number") return price;
  if (price.currency !== currency || price.amount < 0 || price.amount > 100_000_000) {
    throw new DomainError("VALIDATION_FAILED", `A price here is a positive amount in ${currency}.`, {
      fields: [{ path: "price", message: `0–100000000 minor units of ${currency}` }],
    });
  }
  return price.amount;
}

function kitchenWire(record: RestaurantRecord, now: Date): Kitchen {
  const state = restaurantState(record, now);
  return {
    id: record.restaurant.id,
    name: record.restaurant.name,
    citySlug: record.city.slug,
    currency: record.city.currency,
    timeZone: record.city.timeZone,
    acceptingOrders: state.acceptingOrders,
    pausedUntil: pausedUntilOf(record, now),
    prepMinutes: record.restaurant.prepMinutes,
    answerWindowSeconds: record.restaurant.answerWindowSeconds,
    ordersPerWindow: record.restaurant.ordersPerWindow,
    orderWindowMinutes: record.restaurant.orderWindowMinutes,
    isOpen: state.isOpen,
  };
}

/** While a pause with an end goes on. */
function pausedUntilOf({ restaurant: { acceptingOrders, pausedUntil } }: RestaurantRecord, now: Date): string | null {
  return acceptingOrders && pausedUntil !== null && pausedUntil > now ? pausedUntil.toISOString() : null;
}
