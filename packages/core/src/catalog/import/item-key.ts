/** Two dishes of one section with one name are the same dish. */
export function itemKey(item: { section: string; name: string }): string {
  return `${item.section.toLowerCase()}|${item.name.toLowerCase()}`;
}
