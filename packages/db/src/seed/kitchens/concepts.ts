import type { Concept } from "./concept.ts";
import { commonConcepts } from "./common-concepts.ts";
import { rarerConcepts } from "./rarer-concepts.ts";

/** The kinds of kitchens in the demo town. Their order decides, with the seed, which kitchen stands where. */
export const concepts: readonly Concept[] = [...commonConcepts, ...rarerConcepts];
