import type { GpsState } from "../location/location-sharer.ts";

/** Whether an order can reach a rider who is on shift, or what is in the way, the gravest first. */
export type Outlook = "no-network" | "blocked" | "no-signal" | "asking" | "looking";

export function outlook({
  network,
  live,
  gps,
}: {
  network: boolean;
  live: "connecting" | "live" | "lost";
  gps: GpsState;
}): Outlook {
  if (!network || live === "lost") return "no-network";
  if (gps === "denied") return "blocked";
  if (gps === "unavailable") return "no-signal";
  return gps === "sharing" ? "looking" : "asking";
}
