import { eq, inArray } from "drizzle-orm";
import { offers, rides } from "../schema/dispatch.ts";
import { orders } from "../schema/orders.ts";

// Conditions in the words of the partial indexes. Their values stand in the statement: as parameters they would hide from
// a prepared plan that the index fits, so that Postgres would plan the statement anew each time.

/** Paid, and without a rider. */
export const isConfirmed = eq(orders.status, "CONFIRMED").inlineParams();
/** Carried by a rider, and not yet handed over. */
export const isActiveRide = inArray(rides.status, [
  "ASSIGNED",
  "AT_RESTAURANT",
  "PICKED_UP",
  "AT_CUSTOMER",
]).inlineParams();
export const isDelivered = eq(rides.status, "DELIVERED").inlineParams();
export const isPendingOffer = eq(offers.status, "PENDING").inlineParams();
export const isAcceptedOffer = eq(offers.status, "ACCEPTED").inlineParams();
