export { offerOutcomes, type OfferOutcome } from "./offer-outcomes.ts";
export { readDispatchModel } from "./model-file.ts";
export { LEAST_OFFERS, trainModel } from "./train-model.ts";
