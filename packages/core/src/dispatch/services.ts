import type { Database } from "@tiffin/db/client";
import { greedyPolicy, plannerPolicy, type DispatchPolicy } from "@tiffin/domain/dispatch/policy";
import { handSetScorer, type Scorer } from "@tiffin/domain/dispatch/scorer";
import type { Location, Polyline } from "@tiffin/domain/geo/location";
import type { Streets } from "../location/index.ts";
import type { RedisClient } from "../redis/index.ts";

export interface FoundRoute {
  readonly distanceMeters: number;
  readonly durationSeconds: number;
  readonly polyline: Polyline;
}
/** The way over a city's streets. */
export type FindRoute = (cityId: string, from: Location, to: Location) => Promise<FoundRoute>;

export interface DispatchServices {
  readonly db: Database;
  readonly redis: RedisClient;
  readonly findRoute: FindRoute;
}

/** What matching needs: it asks for many travel times at once, so it takes the city's streets themselves. */
export interface MatchServices {
  readonly db: Database;
  readonly redis: RedisClient;
  readonly streets: Streets;
}

/** How patient dispatch is. Seconds. */
export interface DispatchSettings {
  readonly policy: DispatchPolicy;
  /** Who says how likely a rider takes an offer, and how long they need. */
  readonly scorer: Scorer;
  /** Ops is told when nobody took an order for this long. */
  readonly escalateAfterSeconds: number;
  /** Then it is cancelled and the customer gets the money back. */
  readonly giveUpAfterSeconds: number;
  /** A rider who said no to an order is not asked again for this long. */
  readonly declineCoolOffSeconds: number;
  /**
   * One who let it run out isn't for this long, times how often they did: a silent phone at the door must not be asked
   * again and again while others could be.
   */
  readonly ignoreCoolOffSeconds: number;
  /** Nor one who had it and could not go on, or from whom ops took it. */
  readonly gaveBackCoolOffSeconds: number;
}

export const defaultDispatchSettings: DispatchSettings = {
  policy: plannerPolicy,
  scorer: handSetScorer,
  escalateAfterSeconds: 180,
  giveUpAfterSeconds: 1_800,
  declineCoolOffSeconds: 120,
  ignoreCoolOffSeconds: 20,
  gaveBackCoolOffSeconds: 900,
};

/** The policy of this name; `holdBackSeconds` means something to the planner only. */
export function dispatchPolicy({
  policy,
  holdBackSeconds,
}: {
  readonly policy: DispatchPolicy["kind"];
  readonly holdBackSeconds: number;
}): DispatchPolicy {
  return policy === "greedy" ? greedyPolicy : { ...plannerPolicy, holdBackSeconds };
}
