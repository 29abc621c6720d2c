import { cleanText } from "./clean-text.ts";

/** A feature's properties. Only its own count: `__proto__` in a file is a key like any other. */
export class Tags {
  readonly #properties: object;

  constructor(properties: unknown) {
    this.#properties = typeof properties === "object" && properties !== null ? properties : {};
  }

  /** The first of these keys that says something. */
  get(...keys: readonly string[]): string | undefined {
    for (const key of keys) {
      const value: unknown = Object.hasOwn(this.#properties, key)
        ? (this.#properties as Record<string, unknown>)[key]
        : undefined;
      const text =
        typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "";
      const clean = cleanText(text);
      if (clean !== undefined) return clean;
    }
    return undefined;
  }

  has(...keys: readonly string[]): boolean {
    return keys.some((key) => this.get(key) !== undefined);
  }
}

/** `node/123`, whichever tool wrote the export: `@id`, `full_id: n123`, `osm_type` + `osm_id`, `osm_way_id`; else the id as it is. */
export function osmId(id: unknown, tags: Tags): string | undefined {
  const own = typeof id === "string" || typeof id === "number" ? cleanText(String(id)) : undefined;
  const found = own !== undefined && /^(node|way|relation)\/\d+/.test(own) ? own : tags.get("@id", "full_id", "osmid");
  const kinds: Record<string, string> = { n: "node", w: "way", r: "relation" };
  const short = /^([nwr])(\d+)$/.exec(found ?? "");
  if (short) return `${kinds[short[1]!]}/${short[2]}`;
  if (found !== undefined && /^(node|way|relation)\/\d+/.test(found)) return found.replace(/^(\w+\/\d+).*$/, "$1");
  const kind = tags.get("@type", "osm_type", "element_type", "element")?.toLowerCase();
  const number = tags.get("osm_id", "osmid") ?? own;
  if (number !== undefined && /^\d+$/.test(number) && /^(node|way|relation)$/.test(kind ?? ""))
    return `${kind}/${number}`;
  const way = tags.get("osm_way_id");
  return way !== undefined && /^\d+$/.test(way) ? `way/${way}` : (own ?? found ?? tags.get("osm_id", "id"));
}
