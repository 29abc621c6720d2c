import { and, eq, isNull, sql } from "drizzle-orm";
import { builtOnce } from "../built-once.ts";
import type { DatabaseOrTransaction } from "../client.ts";
import { addresses } from "../schema/addresses.ts";
import { restaurants } from "../schema/catalog.ts";
import { cities } from "../schema/cities.ts";
import type { AddressRow } from "./addresses.ts";
import { groupsOfItem, isAvailable, type MenuItemRecord } from "./menus.ts";
import { restaurantRecord, type RestaurantRecord } from "./restaurants.ts";

/** What a line of a cart needs to know of its dish. */
export type CartDish = Pick<
  MenuItemRecord,
  "id" | "name" | "isVeg" | "price" | "taxClass" | "available" | "optionGroups"
>;

/** What a cart is priced and judged by, as it stands now. */
export interface CartRecord extends RestaurantRecord {
  /** Where it goes to: the customer's own, or null when it is not, or no more. */
  readonly address: AddressRow | null;
  /** Those of the wanted dishes that are on the menu, sold out or not; in no order. */
  readonly dishes: readonly CartDish[];
}

export interface CartWanted {
  readonly restaurantId: string;
  readonly customerId: string;
  readonly addressId: string;
  readonly dishIds: readonly string[];
}

/**
 * Restaurant, address and dishes in one statement: each further one is a round trip and a process that has to wake up.
 * Undefined when there is no such restaurant.
 */
export async function findCart(db: DatabaseOrTransaction, wanted: CartWanted): Promise<CartRecord | undefined> {
  const [row] = await cart(db).execute({ ...wanted });
  return row;
}

// How many a subquery gives the planner can't know, so one plan serves all carts; for an array it plans each time anew,
// which takes longer than to read a few dishes.
const dishes = sql<CartRecord["dishes"]>`(
  select coalesce(json_agg(json_build_object(
    'id', menu_items.id, 'name', menu_items.name, 'isVeg', menu_items.is_veg, 'price', menu_items.price,
    'taxClass', menu_items.tax_class, 'available', ${isAvailable}, 'optionGroups', ${groupsOfItem}
  )), '[]')
  from menu_items
  where menu_items.restaurant_id = ${restaurants.id} and menu_items.deleted_at is null
    and menu_items.id = any(array(select unnest(${sql.placeholder("dishIds")}::uuid[]))))`;

const cart = builtOnce((db) =>
  db
    .select({ ...restaurantRecord, address: addresses, dishes })
    .from(restaurants)
    .innerJoin(cities, eq(restaurants.cityId, cities.id))
    .leftJoin(
      addresses,
      and(
        eq(addresses.id, sql.placeholder("addressId")),
        eq(addresses.userId, sql.placeholder("customerId")),
        isNull(addresses.deletedAt),
      ),
    )
    .where(and(eq(restaurants.id, sql.placeholder("restaurantId")), isNull(restaurants.deletedAt)))
    .prepare("cart"),
);
