import { DEFAULT_SPEED_KMH } from "@tiffin/domain/geo/streets";
import type { StreetClass } from "@tiffin/domain/geo/streets";

export type Tags = Readonly<Record<string, string>>;

/** OpenStreetMap's highways that a two-wheeler may use, on our classes. Foot and cycle ways, and roads not yet built, are left out. */
const classes: Readonly<Record<string, StreetClass>> = {
  motorway: "highway",
  trunk: "highway",
  primary: "arterial",
  secondary: "arterial",
  tertiary: "collector",
  unclassified: "residential",
  residential: "residential",
  road: "residential",
  living_street: "lane",
  service: "lane",
  track: "path",
};

export function classOf(tags: Tags): StreetClass | undefined {
  const highway = first(tags["highway"])?.replace(/_link$/, "");
  if (highway === undefined || /^(no|private)$/.test(tags["access"] ?? "") || tags["area"] === "yes") return undefined;
  return classes[highway];
}

/** 1 along the line, -1 against it, 0 both ways. */
export function onewayOf(tags: Tags): 1 | -1 | 0 {
  const oneway = first(tags["oneway"])?.toLowerCase();
  if (oneway === "-1" || oneway === "reverse") return -1;
  if (oneway === "yes" || oneway === "true" || oneway === "1") return 1;
  if (oneway === "no" || oneway === "false") return 0;
  const ring = tags["junction"] === "roundabout" || tags["junction"] === "circular";
  return ring || first(tags["highway"]) === "motorway" ? 1 : 0;
}

/** What a rider makes of a street: its class's pace, never above four fifths of the limit. */
export function speedOf(streetClass: StreetClass, tags: Tags): number {
  const match = /^(\d+)\s*(mph)?/.exec(first(tags["maxspeed"]) ?? "");
  const usual = DEFAULT_SPEED_KMH[streetClass];
  if (!match) return usual;
  const limit = Number(match[1]) * (match[2] === undefined ? 1 : 1.609);
  return limit >= 5 ? Math.round(Math.min(usual, limit * 0.8) * 10) / 10 : usual;
}

export function nameOf(tags: Tags): string | null {
  return first(tags["name:en"]) ?? first(tags["name"]) ?? first(tags["ref"]) ?? null;
}

/** Tools that merge ways write lists the way Python prints them: the first entry speaks for all. */
export function first(value: string | undefined): string | undefined {
  if (value === undefined || value === "") return undefined;
  const list = /^\[\s*(['"]?)(.*?)\1\s*[,\]]/.exec(value);
  return (list ? list[2] : value)?.trim() || undefined;
}
