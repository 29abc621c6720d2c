import type { LiveRiders } from "@tiffin/domain/wire/ops";

export const RIDER_STATES = ["free", "carrying", "silent"] as const;
export type RiderState = (typeof RIDER_STATES)[number];

/** Silence comes first: whoever carries food and is not heard of needs a call more than anybody. */
export function riderState({ isLive, orderIds }: Pick<LiveRiders["items"][number], "isLive" | "orderIds">): RiderState {
  if (!isLive) return "silent";
  return orderIds.length > 0 ? "carrying" : "free";
}
