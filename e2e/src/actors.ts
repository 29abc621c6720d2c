import { z } from "zod";
import type { Polyline } from "@tiffin/domain/geo/location";
import { pointAlong, polylineMeters } from "@tiffin/domain/geo/polyline";
import { currentRidesSchema, rideSchema, type CurrentRides, type Ride } from "@tiffin/domain/wire/riders";
import { menuSchema } from "@tiffin/domain/wire/restaurants";
import { orderPageSchema, orderSchema, type Order } from "@tiffin/domain/wire/orders";
import { eventually } from "./eventually.ts";
import { type HttpClient, idempotencyKey, login } from "./http-client.ts";
import type { Stack } from "./stack.ts";

/** Everybody who has a part in one order, logged in through the front door. */
export interface Cast {
  readonly customer: HttpClient;
  readonly rider: HttpClient;
  readonly staff: HttpClient;
  readonly ops: HttpClient;
  readonly addressId: string;
  readonly restaurantId: string;
}

export async function assemble(stack: Stack, index = 0): Promise<Cast> {
  const { demo, urls } = stack;
  const pick = <T>(list: readonly T[]): T => {
    const chosen = list[index % list.length];
    if (chosen === undefined) throw new Error("the demo lists nobody");
    return chosen;
  };
  const enter = (phone: string) => login(urls.gateway, phone, demo.otp);
  return {
    customer: await enter(pick(demo.customers).phone),
    rider: await enter(pick(demo.riders).phone),
    staff: await enter(pick(demo.staff).phone),
    ops: await enter(pick(demo.ops).phone),
    addressId: pick(demo.customers).addressId,
    restaurantId: pick(demo.staff).restaurantId,
  };
}

/** Ends what an earlier, broken run has left open, so that this one meets the same desk as on a fresh stack. */
export async function clearTheDesk({ customer, rider, ops }: Cast): Promise<void> {
  const { rides } = await rider.get(currentRidesSchema, "/v1/rides/current");
  const placed = await customer.get(orderPageSchema, "/v1/orders?limit=50");
  const open = placed.items.filter((order) => order.status !== "DELIVERED" && order.status !== "CANCELLED");
  for (const id of new Set([...rides.map((ride) => ride.orderId), ...open.map((order) => order.id)])) {
    await ops.post(z.unknown(), `/v1/ops/orders/${id}/cancel`, { reason: "left open by an earlier run" });
  }
  await eventually("the rider is free to go", () => goOffline(rider).then(() => true));
}

/** A cart that fills the first available dishes, with the fewest options that each asks for. */
export async function cartOf(client: HttpClient, restaurantId: string, dishes = 2) {
  const menu = await client.get(menuSchema, `/v1/restaurants/${restaurantId}/menu`);
  const items = menu.sections
    .flatMap((section) => section.items)
    .filter((item) => item.available)
    .slice(0, dishes)
    .map((item) => ({
      menuItemId: item.id,
      quantity: 1,
      optionIds: item.optionGroups.flatMap((group) => group.options.slice(0, group.min).map((option) => option.id)),
    }));
  return { items, restaurant: menu.restaurant };
}

export async function placeOrder(cast: Cast, token = "tok_ok"): Promise<Order> {
  const { items } = await cartOf(cast.customer, cast.restaurantId);
  return cast.customer.post(
    orderSchema,
    "/v1/orders",
    { restaurantId: cast.restaurantId, items, addressId: cast.addressId, paymentMethod: { type: "card", token } },
    idempotencyKey(),
  );
}

export const getOrder = (client: HttpClient, orderId: string) => client.get(orderSchema, `/v1/orders/${orderId}`);
export const statusIs = (client: HttpClient, orderId: string, status: string, seconds = 30) =>
  eventually(
    `order is ${status}`,
    async () => {
      const order = await getOrder(client, orderId);
      return order.status === status && order;
    },
    { seconds },
  );

let seq = Date.now();
export async function ping(rider: HttpClient, at: { lat: number; lng: number }, heading?: number): Promise<void> {
  seq += 1;
  const answer = await rider.post(
    z.object({ accepted: z.int(), rejected: z.array(z.unknown()) }),
    "/v1/riders/location",
    {
      ...at,
      accuracy: 8,
      ...(heading === undefined ? {} : { heading }),
      recordedAt: new Date().toISOString(),
      seq,
    },
  );
  if (answer.accepted !== 1) throw new Error(`a ping was refused: ${JSON.stringify(answer)}`);
}

export const goOnline = (rider: HttpClient) => rider.call(z.unknown(), "PUT", "/v1/riders/shift", { online: true });
export const goOffline = (rider: HttpClient) => rider.call(z.unknown(), "PUT", "/v1/riders/shift", { online: false });

/** Stands somewhere and pings until an offer of this order comes. */
export function waitForOffer(
  rider: HttpClient,
  at: { lat: number; lng: number },
  seconds = 60,
): Promise<NonNullable<CurrentRides["offer"]>> {
  return eventually(
    "an offer",
    async () => {
      await ping(rider, at);
      return (await rider.get(currentRidesSchema, "/v1/rides/current")).offer;
    },
    { seconds, everyMs: 500 },
  );
}

export const acceptOffer = (rider: HttpClient, offer: { rideId: string; offerSeq: number }): Promise<Ride> =>
  rider.call(rideSchema, "PATCH", `/v1/rides/${offer.rideId}`, { action: "accept", offerSeq: offer.offerSeq });

/** Near enough to each other to be believed of a rider whose phone is exact. */
const HOP_METERS = 150;

/** Rides along a polyline to its end, with a ping at every hop. */
export async function rideAlong(rider: HttpClient, polyline: Polyline, everyMs = 350): Promise<void> {
  const length = polylineMeters(polyline);
  for (let along = HOP_METERS; along < length + HOP_METERS; along += HOP_METERS) {
    await ping(rider, pointAlong(polyline, along).location);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
