import { and, asc, eq, getTableColumns, inArray, isNull, lte, sql } from "drizzle-orm";
import { builtOnce } from "../built-once.ts";
import type { DatabaseOrTransaction } from "../client.ts";
import type { optionGroups, options } from "../schema/catalog.ts";
import { menuItems, menuSections, restaurants } from "../schema/catalog.ts";
import { restaurantStaff } from "../schema/identity.ts";

export type MenuItemRow = typeof menuItems.$inferSelect;
export type OptionRow = typeof options.$inferSelect;
export type OptionGroupRecord = typeof optionGroups.$inferSelect & { readonly options: readonly OptionRow[] };
export type MenuItemRecord = MenuItemRow & { readonly optionGroups: readonly OptionGroupRecord[] };
export type SectionRow = typeof menuSections.$inferSelect;

export async function findSections(db: DatabaseOrTransaction, restaurantId: string): Promise<SectionRow[]> {
  return db
    .select()
    .from(menuSections)
    .where(eq(menuSections.restaurantId, restaurantId))
    .orderBy(asc(menuSections.position), asc(menuSections.id));
}

// In plain words: a column put in here would lose its table's name, because Drizzle selects from one table.
export const groupsOfItem = sql<MenuItemRecord["optionGroups"]>`(
  select coalesce(json_agg(json_build_object(
    'id', g.id, 'menuItemId', g.menu_item_id, 'name', g.name, 'min', g.min, 'max', g.max, 'position', g.position,
    'options', (
      select coalesce(json_agg(json_build_object(
        'id', o.id, 'optionGroupId', o.option_group_id, 'name', o.name, 'price', o.price, 'position', o.position
      ) order by o.position, o.id), '[]')
      from options o where o.option_group_id = g.id
    )
  ) order by g.position, g.id), '[]')
  from option_groups g where g.menu_item_id = menu_items.id)`;

/** What is back by now is back, also before the worker has written it down. */
export const isAvailable = sql<boolean>`(menu_items.available or coalesce(menu_items.unavailable_until <= now(), false))`;

const menuItemRecord = {
  ...getTableColumns(menuItems),
  available: isAvailable,
  optionGroups: groupsOfItem,
};

/** A restaurant's dishes with their choices, in the menu's order. */
export async function findMenuItems(db: DatabaseOrTransaction, restaurantId: string): Promise<MenuItemRecord[]> {
  return wholeMenu(db).execute({ restaurantId });
}

const wholeMenu = builtOnce((db) =>
  db
    .select(menuItemRecord)
    .from(menuItems)
    .where(and(eq(menuItems.restaurantId, sql.placeholder("restaurantId")), isNull(menuItems.deletedAt)))
    .orderBy(asc(menuItems.position), asc(menuItems.id))
    .prepare("whole_menu"),
);

/** Changes a dish only if that person works for its restaurant. */
export async function updateMenuItemOfStaff(
  db: DatabaseOrTransaction,
  userId: string,
  menuItemId: string,
  change: { available?: boolean; unavailableUntil?: Date | null; price?: number; updatedAt: Date },
): Promise<MenuItemRecord | undefined> {
  const rows = await db
    .update(menuItems)
    .set(change)
    .where(
      and(
        eq(menuItems.id, menuItemId),
        isNull(menuItems.deletedAt),
        inArray(
          menuItems.restaurantId,
          db
            .select({ id: restaurantStaff.restaurantId })
            .from(restaurantStaff)
            .where(eq(restaurantStaff.userId, userId)),
        ),
      ),
    )
    .returning(menuItemRecord);
  return rows[0];
}

/** Whose dish it is, if that person works there. */
export async function findMenuItemOfStaff(
  db: DatabaseOrTransaction,
  userId: string,
  menuItemId: string,
): Promise<MenuItemRow | undefined> {
  const [row] = await db
    .select({ item: menuItems })
    .from(menuItems)
    .innerJoin(restaurantStaff, eq(restaurantStaff.restaurantId, menuItems.restaurantId))
    .where(and(eq(menuItems.id, menuItemId), eq(restaurantStaff.userId, userId), isNull(menuItems.deletedAt)));
  return row?.item;
}

/** Dishes whose time has come are available again. Returns their restaurants', with their cities, each once. */
export async function restoreMenuItems(
  db: DatabaseOrTransaction,
  now: Date,
): Promise<{ restaurantId: string; cityId: string }[]> {
  const restored = await db
    .update(menuItems)
    .set({ available: true, unavailableUntil: null, updatedAt: now })
    .from(restaurants)
    .where(and(eq(restaurants.id, menuItems.restaurantId), lte(menuItems.unavailableUntil, now)))
    .returning({ restaurantId: menuItems.restaurantId, cityId: restaurants.cityId });
  return [...new Map(restored.map((row) => [row.restaurantId, row])).values()];
}
