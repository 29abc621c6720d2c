import { estimateFromAfar, streetMeters, type EtaRange } from "@tiffin/domain/eta/estimate";
import type { Location } from "@tiffin/domain/geo/location";
import { tasteFit, type Taste } from "@tiffin/domain/search/taste";
import type { EngineCandidate } from "../port.ts";
import type { SearchServices } from "../services.ts";

/** A match as it looks from one place, to one person, now. */
export interface RankedCandidate extends EngineCandidate {
  readonly etaMinutes: EtaRange;
  /** An order can be placed now and is brought as far as there. */
  readonly canDeliver: boolean;
  /** How well its cuisines suit whoever asks, 0–1. */
  readonly taste: number;
}

export async function lookFrom(
  _services: SearchServices,
  _place: Location,
  candidates: readonly EngineCandidate[],
  taste: Taste,
  _now: Date,
): Promise<RankedCandidate[]> {
  return candidates.map((candidate) => ({
    ...candidate,
    etaMinutes: estimateFromAfar(candidate.prepMinutes, candidate.distanceMeters),
    canDeliver:
      candidate.orderable &&
      candidate.isOpen &&
      streetMeters(candidate.distanceMeters) <= candidate.deliveryRadiusMeters,
    taste: tasteFit(taste, candidate.cuisines),
  }));
}
