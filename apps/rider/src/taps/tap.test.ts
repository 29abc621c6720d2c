import type { CurrentRides, Ride } from "@tiffin/domain/wire/riders";
import { describe, expect, it } from "vitest";
import { type Tap, withTaps } from "./tap.ts";

const place = { name: "Mayura Darshini", line1: "183, Nehru Road", location: { lat: 12.3, lng: 76.6 } };
const ride = (id: string, status: Ride["status"] = "ASSIGNED"): Ride => ({
  id,
  orderId: `order-${id}`,
  orderNumber: id.toUpperCase(),
  orderStatus: "ASSIGNED",
  status,
  restaurant: { id: "restaurant", phone: null, ...place },
  dropoff: { customerName: "Asha", ...place },
  items: [],
  distanceMeters: 1_100,
  pay: { amount: 5_000, currency: "INR" },
  route: { to: "restaurant", distanceMeters: 400, durationSeconds: 80, polyline: [[76.6, 12.3]] },
});
const current: CurrentRides = {
  rides: [ride("a"), ride("b")],
  stops: [
    { kind: "pickup", rideIds: ["a", "b"], ...place },
    { kind: "dropoff", rideIds: ["a"], ...place },
    { kind: "dropoff", rideIds: ["b"], ...place },
  ],
};
const tap = (rideId: string, of: { action: "arrived" | "pickedUp" | "delivered" }): Tap => ({
  rideId,
  orderNumber: rideId.toUpperCase(),
  at: "2026-01-01T12:00:00Z",
  ...of,
});
const said = (...taps: Tap[]) => withTaps(current, taps);

describe("the screen without network", () => {
  it("goes on as the rider taps", () => {
    expect(said(tap("a", { action: "arrived" })).rides[0]?.status).toBe("AT_RESTAURANT");
    const fetched = said(tap("a", { action: "arrived" }), tap("a", { action: "pickedUp" }));
    expect(fetched.rides[0]).toMatchObject({ status: "PICKED_UP", route: { to: "customer", polyline: [] } });
    expect(fetched.stops.map(({ kind, rideIds }) => [kind, ...rideIds])).toEqual([
      ["pickup", "b"],
      ["dropoff", "a"],
      ["dropoff", "b"],
    ]);
    const done = said(
      tap("a", { action: "pickedUp" }),
      tap("a", { action: "arrived" }),
      tap("a", { action: "delivered" }),
    );
    expect(done.rides.map(({ id }) => id)).toEqual(["b"]);
  });

  it("is not led astray by taps that the server has heard meanwhile", () => {
    const later = { ...current, rides: [ride("a", "AT_CUSTOMER")] };
    expect(withTaps(later, [tap("a", { action: "pickedUp" })]).rides[0]?.status).toBe("AT_CUSTOMER");
    expect(withTaps(later, [tap("gone", { action: "delivered" })]).rides).toHaveLength(1);
  });
});
