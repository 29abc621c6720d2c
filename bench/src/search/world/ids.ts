const kinds = { city: 1, restaurant: 2, hours: 3, section: 4, item: 5, closure: 6, user: 7 } as const;

// 2026-02-01T00:00:00Z in milliseconds, 48 bits: another instant than the demo city's.
const instant = (1_769_904_000_000).toString(16).padStart(12, "0");

/** Ids of the benchmark's rows: UUID v7 in form, and the same in every run. */
export function worldId(kind: keyof typeof kinds, n: number): string {
  const number = n.toString(16).padStart(12, "0");
  return `${instant.slice(0, 8)}-${instant.slice(8)}-7${kinds[kind].toString(16).padStart(3, "0")}-9000-${number}`;
}
