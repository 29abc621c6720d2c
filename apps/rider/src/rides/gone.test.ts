import type { Offer } from "@tiffin/domain/wire/riders";
import { describe, expect, it } from "vitest";
import { goneSince, offerKeyOf } from "./gone.ts";

const ride = { id: "ride-1", orderNumber: "WWJXC5" };
const place = { name: "Mayura Darshini", line1: "183, Nehru Road", location: { lat: 12.3, lng: 76.6 } };
const offer: Offer = {
  rideId: "ride-2",
  offerSeq: 3,
  expiresAt: "2026-01-01T00:00:10Z",
  restaurant: { id: "restaurant-1", ...place },
  dropoff: place,
  distanceMeters: 5_000,
  pay: { amount: 5_775, currency: "INR" },
  orders: [],
  stops: [],
};
const nothing = new Set<string>();

describe("what went away by itself", () => {
  it("is a ride that was called off, not one that was handed over", () => {
    expect(goneSince({ rides: [ride] }, { rides: [] }, nothing).orderNumbers).toEqual(["WWJXC5"]);
    expect(goneSince({ rides: [ride] }, { rides: [] }, new Set([ride.id])).orderNumbers).toEqual([]);
    expect(goneSince({ rides: [ride] }, { rides: [ride] }, nothing).orderNumbers).toEqual([]);
  });

  it("is an offer that somebody else took, not one that was answered here or became a ride", () => {
    expect(goneSince({ offer, rides: [] }, { rides: [] }, nothing).offer).toBe(true);
    expect(goneSince({ offer, rides: [] }, { rides: [] }, new Set([offerKeyOf(offer)])).offer).toBe(false);
    expect(goneSince({ offer, rides: [] }, { rides: [{ id: offer.rideId, orderNumber: "X" }] }, nothing).offer).toBe(
      false,
    );
    expect(goneSince({ offer, rides: [] }, { offer: { ...offer, offerSeq: 4 }, rides: [] }, nothing).offer).toBe(false);
  });
});
