/**
 * Ids of the demo city are the same in every installation: UUID v7 in form, of one fixed instant, with the kind and the
 * running number where chance would be. They can't meet the ids that the application makes.
 */
const kinds = {
  city: 1,
  restaurant: 2,
  hours: 3,
  section: 4,
  item: 5,
  group: 6,
  option: 7,
  user: 8,
  address: 9,
} as const;

// 2026-01-26T00:00:00Z in milliseconds, 48 bits.
const instant = (1_769_385_600_000).toString(16).padStart(12, "0");

export function demoId(kind: keyof typeof kinds, n: number): string {
  const number = n.toString(16).padStart(12, "0");
  return `${instant.slice(0, 8)}-${instant.slice(8)}-7${kinds[kind].toString(16).padStart(3, "0")}-8000-${number}`;
}
