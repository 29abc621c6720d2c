import type { Offer } from "@tiffin/domain/wire/riders";
import { chanceOf } from "../bots/kitchen-bot.ts";
import type { OfferAnswer } from "../bots/rider-bot.ts";

/** What riders are like, as shares of the offers that they get. */
export interface Moods {
  readonly decline: number;
  readonly ignore: number;
}

/** What is said to an offer: by chance, but the same whenever the same offer is looked at. */
export function answerTo({ rideId, offerSeq }: Pick<Offer, "rideId" | "offerSeq">, moods: Moods): OfferAnswer {
  const chance = chanceOf(`${rideId}/${offerSeq}`, "mood");
  if (chance < moods.decline) return "decline";
  return chance < moods.decline + moods.ignore ? "ignore" : "accept";
}
