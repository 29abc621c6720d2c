/** The one Redis key of dispatch: the rider's open offer, as `<orderId>:<seq>`. It goes by itself when the window ends. */
export const offerKey = (riderId: string) => `offer:rider:${riderId}`;
export const offerValue = (orderId: string, seq: number) => `${orderId}:${seq}`;
