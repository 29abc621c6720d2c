import { rides } from "../schema/dispatch.ts";

/** Whose a ride is and where it stands on their way, for queries that read many of them and nothing else of their rows. */
export const rideOnItsWay = {
  id: rides.id,
  riderId: rides.riderId,
  status: rides.status,
  pickupOrder: rides.pickupOrder,
  dropOrder: rides.dropOrder,
};
