import type { OrderRow } from "@tiffin/db/queries/order-lifecycle";
import { DomainError } from "@tiffin/domain/errors";
import { distanceMeters } from "@tiffin/domain/geo/distance";
import type { RiderPosition } from "../location/index.ts";
import type { RedisClient } from "../redis/index.ts";
import { pinAttemptsKey } from "./keys.ts";

/** Without a PIN the rider must be this near the door. */
const DROPOFF_RADIUS_METERS = 200;

/** Four digits are soon guessed: after a few wrong ones the rider has to wait, or ask ops. */
const MAX_WRONG_PINS = 5;
const WRONG_PINS_SECONDS = 300;

/** @throws DomainError PIN_LOCKED after {@link MAX_WRONG_PINS} wrong PINs. */
export async function checkPinAttempts(redis: RedisClient, rideId: string): Promise<void> {
  const wrong = Number((await redis.get(pinAttemptsKey(rideId)).catch(() => null)) ?? 0);
  if (wrong < MAX_WRONG_PINS) return;
  throw new DomainError("PIN_LOCKED", "Too many wrong PINs. Wait a few minutes.", {
    retryAfterSeconds: WRONG_PINS_SECONDS,
  });
}

export async function countWrongPin(redis: RedisClient, rideId: string): Promise<void> {
  const key = pinAttemptsKey(rideId);
  await redis.multi().incr(key).expire(key, WRONG_PINS_SECONDS).exec();
}

/** @throws DomainError PIN_WRONG, PIN_REQUIRED. `rider` is their live position, if there is one. */
export function proveHandover(order: OrderRow, pin: string | undefined, rider: RiderPosition | null): void {
  if (pin !== undefined) {
    if (pin !== order.deliveryPin) throw new DomainError("PIN_WRONG", "That is not the customer's PIN.");
    return;
  }
  const door = { lat: order.dropoffLat, lng: order.dropoffLng };
  if (rider === null || !rider.isProof || distanceMeters(rider.location, door) > DROPOFF_RADIUS_METERS) {
    throw new DomainError(
      "PIN_REQUIRED",
      "Ask the customer for the PIN: your phone does not show you at the drop-off.",
    );
  }
}
