import { and, asc, eq, inArray, isNull } from "drizzle-orm";
import { groupBy } from "@tiffin/domain/collections/group-by";
import type { DatabaseOrTransaction } from "../client.ts";
import { menuItems, menuSections, optionGroups, options } from "../schema/catalog.ts";
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

/** A restaurant's dishes with their choices, in the menu's order; only those of `ids` when given. */
export async function findMenuItems(
  db: DatabaseOrTransaction,
  restaurantId: string,
  ids?: readonly string[],
): Promise<MenuItemRecord[]> {
  if (ids?.length === 0) return [];
  const items = await db
    .select()
    .from(menuItems)
    .where(
      and(
        eq(menuItems.restaurantId, restaurantId),
        isNull(menuItems.deletedAt),
        ids === undefined ? undefined : inArray(menuItems.id, [...ids]),
      ),
    )
    .orderBy(asc(menuItems.position), asc(menuItems.id));
  return withOptionGroups(db, items);
}

async function withOptionGroups(db: DatabaseOrTransaction, items: MenuItemRow[]): Promise<MenuItemRecord[]> {
  if (items.length === 0) return [];
  const rows = await db
    .select({ group: optionGroups, option: options })
    .from(optionGroups)
    .leftJoin(options, eq(options.optionGroupId, optionGroups.id))
    .where(
      inArray(
        optionGroups.menuItemId,
        items.map((item) => item.id),
      ),
    )
    .orderBy(asc(optionGroups.position), asc(optionGroups.id), asc(options.position), asc(options.id));
  const groups = new Map<string, typeof optionGroups.$inferSelect & { options: OptionRow[] }>();
  for (const { group, option } of rows) {
    const known = groups.get(group.id) ?? { ...group, options: [] };
    if (option !== null) known.options.push(option);
    groups.set(group.id, known);
  }
  const groupsOf = groupBy(groups.values(), (group) => group.menuItemId);
  return items.map((item) => ({ ...item, optionGroups: groupsOf.get(item.id) ?? [] }));
}

/** Changes a dish only if that person works for its restaurant. */
export async function updateMenuItemOfStaff(
  db: DatabaseOrTransaction,
  userId: string,
  menuItemId: string,
  change: { available?: boolean; price?: number; updatedAt: Date },
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
    .returning();
  return (await withOptionGroups(db, rows))[0];
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
