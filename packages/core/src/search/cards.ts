import { money } from "@tiffin/domain/money/money";
import type { SearchDocument } from "@tiffin/domain/search/document";
import { countFittingWords } from "@tiffin/domain/search/match-words";
import type { RestaurantCard } from "@tiffin/domain/wire/restaurants";
import { opensAgain } from "./next-opening.ts";
import type { RankedCandidate } from "./ranking/outlook.ts";

const MAX_MATCHED_DISHES = 3;

export function cardOf(
  candidate: RankedCandidate,
  document: SearchDocument,
  words: readonly string[],
  now: Date,
): RestaurantCard {
  return {
    id: document.id,
    name: document.name,
    cuisines: [...document.cuisines],
    location: { lat: document.location.lat, lng: document.location.lng },
    distanceMeters: Math.round(candidate.distanceMeters),
    rating: document.rating,
    ratingCount: document.ratingCount,
    costForTwo: document.costForTwo === null ? null : money(document.costForTwo, document.currency),
    isOpen: candidate.isOpen,
    isPureVeg: document.isPureVeg,
    etaMinutes: candidate.etaMinutes,
    matchedDishes: matchedDishes(document, words),
    imageUrl: null,
    localName: document.localName,
    imageKey: document.imageKey,
    canDeliver: candidate.canDeliver,
    nextOpensAt: candidate.isOpen ? null : (opensAgain(document, now)?.toISOString() ?? null),
  };
}

/** The dishes in which the most of the typed words are found, the most ordered first. */
function matchedDishes(document: SearchDocument, words: readonly string[]): RestaurantCard["matchedDishes"] {
  if (words.length === 0) return [];
  const dishes = document.dishes.map((dish) => ({ dish, fitting: countFittingWords(words, dish.name) }));
  const best = Math.max(1, ...dishes.map(({ fitting }) => fitting));
  return dishes
    .filter(({ fitting }) => fitting === best)
    .sort((a, b) => b.dish.popularity - a.dish.popularity)
    .slice(0, MAX_MATCHED_DISHES)
    .map(({ dish }) => ({ id: dish.id, name: dish.name, price: money(dish.price, document.currency) }));
}
