export { assignByHand } from "./assign-by-hand.ts";
export { acceptOffer, declineOffer, type OfferAnswer } from "./answer-offer.ts";
export { cantDeliver } from "./cant-deliver.ts";
export { currentRides, rideView } from "./current-rides.ts";
export { createCityDispatcher, type CityDispatcher } from "./city-dispatcher.ts";
export { vehicleOf } from "./city-riders.ts";
export { createCityMatcher, type CityMatcher } from "./city-matcher.ts";
export { escalateWaiting } from "./escalate-waiting.ts";
export { dispatchRound, firstWaitSeconds, isTaken, type RoundResult } from "./dispatch-round.ts";
export { pruneDecisions, writeDecision } from "./decisions/decision-log.ts";
export {
  explainOffer,
  replayDecision,
  type DispatchExplanation,
  type ExplainedOffer,
  type ReplayedDecision,
} from "./decisions/explain-offer.ts";
export { keepModel } from "./decisions/kept-models.ts";
export { deliveriesOn, earningsOf } from "./earnings.ts";
export { watchGeofences } from "./geofences.ts";
export { makeOffer } from "./make-offer.ts";
export { matchCity, matchRound, type MatchResult } from "./match-city.ts";
export { partLateBundles } from "./part-late-bundles.ts";
export { closeCancelledRide, releaseRide } from "./release-ride.ts";
export { cancelUnanswered, releaseSilentRiders, rescueUndispatched } from "./rescue.ts";
export { riderHome } from "./rider-home.ts";
export { arrived, delivered, pickedUp, type RideTap } from "./ride-taps.ts";
export {
  defaultDispatchSettings,
  dispatchPolicy,
  type DispatchServices,
  type DispatchSettings,
  type FindRoute,
  type FoundRoute,
  type MatchServices,
} from "./services.ts";
export { getShift, setShift } from "./set-shift.ts";
export { expireOffers, revokeOffers } from "./settle-offer.ts";
