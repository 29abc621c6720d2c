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
const offered = { id: offer.rideId, orderNumber: "QX41PD" };
const nothing = new Set<string>();

describe("what went away by itself", () => {
  it("is a ride that was called off, not one that was handed over", () => {
    expect(goneSince({ rides: [ride] }, { rides: [] }, nothing).rides).toEqual([ride]);
    expect(goneSince({ rides: [ride] }, { rides: [] }, new Set([ride.id])).rides).toEqual([]);
    expect(goneSince({ rides: [ride] }, { rides: [ride] }, nothing).rides).toEqual([]);
  });

  it("is an offer that somebody else took, not one that was answered here", () => {
    expect(goneSince({ offer, rides: [] }, { rides: [] }, nothing).offer).toBe("lost");
    expect(goneSince({ offer, rides: [] }, { rides: [] }, new Set([offerKeyOf(offer)])).offer).toBeNull();
    expect(goneSince({ offer, rides: [] }, { offer: { ...offer, offerSeq: 4 }, rides: [] }, nothing).offer).toBeNull();
  });

  it("is told apart from an offer that the same rider accepted on another phone", () => {
    const after = { rides: [{ ...offered, acceptedSeq: offer.offerSeq }] };
    expect(goneSince({ offer, rides: [] }, after, nothing).offer).toBe("elsewhere");
    expect(goneSince({ offer, rides: [] }, after, new Set([offerKeyOf(offer)])).offer).toBeNull();
    // The next question may have come by then.
    expect(goneSince({ offer, rides: [] }, { ...after, offer: { ...offer, rideId: "ride-3" } }, nothing).offer).toBe(
      "elsewhere",
    );
  });

  it("is not an offer whose order operations gave to the rider who was asked", () => {
    expect(goneSince({ offer, rides: [] }, { rides: [offered] }, nothing).offer).toBeNull();
    expect(goneSince({ offer, rides: [] }, { rides: [{ ...offered, acceptedSeq: 1 }] }, nothing).offer).toBeNull();
  });
});
