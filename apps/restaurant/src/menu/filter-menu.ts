import type { Menu } from "@tiffin/domain/wire/restaurants";

const plain = (text: string) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** The sections with only those dishes whose name has every typed word; sections that are left empty fall away. */
export function filterMenu(
  sections: Menu["sections"],
  { typed, soldOutOnly }: { typed: string; soldOutOnly: boolean },
): Menu["sections"] {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  return sections
    .map((section) => ({
      ...section,
      items: section.items.filter(
        (item) => !(soldOutOnly && item.available) && words.every((word) => plain(item.name).includes(word)),
      ),
    }))
    .filter(({ items }) => items.length > 0);
}
