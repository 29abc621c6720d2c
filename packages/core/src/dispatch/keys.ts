/** The rider's open offer, as `<orderId>:<seq>`. It goes by itself when the window ends. */
export const offerKey = (riderId: string) => `offer:rider:${riderId}`;
export const offerValue = (orderId: string, seq: number) => `${orderId}:${seq}`;

/** Wrong PINs for a ride, lately. */
export const pinAttemptsKey = (rideId: string) => `pin:wrong:${rideId}`;

/** A sign of life of an order's dispatch: while it is there, some run looks for a rider. */
export const dispatchAliveKey = (orderId: string) => `dispatch:alive:${orderId}`;
/** Between two turns of one order's dispatch. */
export const LONGEST_WAIT_SECONDS = 900;
/** Longer than that, and than a crashed worker's retry. */
export const DISPATCH_ALIVE_SECONDS = 1_080;
