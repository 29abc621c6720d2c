import { groupBy } from "@tiffin/domain/collections/group-by";
import { canDeliver } from "@tiffin/domain/deliverability/deliverability";
import { estimateNewOrder, type EtaRange } from "@tiffin/domain/eta/estimate";
import type { Location } from "@tiffin/domain/geo/location";
import { tasteFit, type Taste } from "@tiffin/domain/search/taste";
import type { KitchenLoads } from "../../catalog/index.ts";
import type { FindTravel } from "../../location/index.ts";
import type { EngineCandidate } from "../port.ts";

/** A match as it looks from one place, to one person, now. */
export interface RankedCandidate extends EngineCandidate {
  /** By the ride over the streets and by what the kitchen has to do just now. */
  readonly etaMinutes: EtaRange;
  /** An order can be placed now and is brought as far as there: what the quote will say. */
  readonly canDeliver: boolean;
  /** How well its cuisines suit whoever asks, 0–1. */
  readonly taste: number;
}

export interface OutlookServices {
  readonly findTravel: FindTravel;
  readonly kitchenLoads: KitchenLoads;
}

/** How the matches look from a place. One walk over the streets of each city, however many they are. */
export async function lookFrom(
  { findTravel, kitchenLoads }: OutlookServices,
  place: Location,
  candidates: readonly EngineCandidate[],
  taste: Taste,
): Promise<RankedCandidate[]> {
  const byCity = groupBy(candidates, (candidate) => candidate.cityId);
  const seen = await Promise.all(
    [...byCity].map(async ([cityId, group]) => {
      const [travels, loads] = await Promise.all([
        findTravel(
          cityId,
          place,
          group.map((candidate) => candidate.location),
        ),
        kitchenLoads.of(cityId),
      ]);
      return group.map((candidate, index): RankedCandidate => {
        const travel = travels[index];
        if (travel === undefined) throw new RangeError("fewer ways than restaurants");
        const kitchen = { prepMinutes: candidate.prepMinutes, openTickets: loads.get(candidate.id) ?? 0 };
        return {
          ...candidate,
          etaMinutes: estimateNewOrder(kitchen, travel.durationSeconds),
          // An engine's "open" says that the kitchen takes orders, too.
          canDeliver: canDeliver({
            ...candidate,
            acceptingOrders: candidate.isOpen,
            streetMeters: travel.distanceMeters,
          }),
          taste: tasteFit(taste, candidate.cuisines),
        };
      });
    }),
  );
  return seen.flat();
}
