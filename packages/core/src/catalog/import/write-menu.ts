import type { DatabaseOrTransaction } from "@tiffin/db/client";
import { insertMenu, menuOfRestaurant, retireItems, updateImportedItem } from "@tiffin/db/queries/imports";
import type { NewMenuItem, NewMenuSection } from "@tiffin/db/queries/imports";
import { v7 as uuid } from "uuid";
import type { ImportReport } from "./import-report.ts";
import { itemKey } from "./item-key.ts";
import type { ImportedItem } from "./read-row.ts";

/** Makes a restaurant's menu what the file says. Dishes are found again by section and name, so that they keep their ids. */
export async function writeMenu(
  db: DatabaseOrTransaction,
  restaurantId: string,
  items: readonly ImportedItem[],
  { exponent, isNew, now }: { exponent: number; isNew: boolean; now: Date },
): Promise<ImportReport["items"]> {
  const menu = isNew ? { sections: [], items: [] } : await menuOfRestaurant(db, restaurantId);
  const sectionIds = new Map(menu.sections.map((section) => [section.name.toLowerCase(), section.id]));
  const sectionNames = new Map(menu.sections.map((section) => [section.id, section.name]));
  const known = new Map(
    menu.items.map((item) => [itemKey({ section: sectionNames.get(item.sectionId) ?? "", name: item.name }), item]),
  );
  const newSections: NewMenuSection[] = [];
  const newItems: NewMenuItem[] = [];
  const count = { created: 0, updated: 0, unchanged: 0, retired: 0 };
  for (const [position, item] of items.entries()) {
    let sectionId = sectionIds.get(item.section.toLowerCase());
    if (sectionId === undefined) {
      sectionId = uuid();
      sectionIds.set(item.section.toLowerCase(), sectionId);
      newSections.push({ id: sectionId, restaurantId, name: item.section, position: sectionIds.size - 1 });
    }
    const price = Math.round(item.price * 10 ** exponent);
    const values = { description: item.description, price, isVeg: item.isVeg, position };
    const held = known.get(itemKey(item));
    if (held === undefined) {
      newItems.push({ id: uuid(), restaurantId, sectionId, name: item.name, ...values });
      count.created++;
      continue;
    }
    known.delete(itemKey(item));
    const isSame = (Object.keys(values) as (keyof typeof values)[]).every((key) => held[key] === values[key]);
    if (isSame && held.deletedAt === null) count.unchanged++;
    else {
      count.updated++;
      await updateImportedItem(db, held.id, values, now);
    }
  }
  await insertMenu(db, newSections, newItems);
  const gone = [...known.values()].filter((item) => item.deletedAt === null).map((item) => item.id);
  await retireItems(db, gone, now);
  count.retired = gone.length;
  return count;
}
