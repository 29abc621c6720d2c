import type { Menu } from "@tiffin/domain/wire/restaurants";

/** Lower case, no accents: what is typed finds "Crème" by "creme". */
const plain = (text: string): string =>
  text
    .normalize("NFD")
    .replaceAll(/[\u0300-\u036F]/g, "")
    .toLowerCase();

/** The sections with the dishes whose name or description has every word; empty sections are left out. */
export function filterMenu(sections: Menu["sections"], words: string, vegOnly: boolean): Menu["sections"] {
  const wanted = plain(words).split(/\s+/).filter(Boolean);
  if (wanted.length === 0 && !vegOnly) return sections;
  return sections.flatMap((section) => {
    const items = section.items.filter((item) => {
      if (vegOnly && !item.isVeg) return false;
      const text = plain(`${item.name} ${item.description} ${section.name}`);
      return wanted.every((word) => text.includes(word));
    });
    return items.length > 0 ? [{ ...section, items }] : [];
  });
}
