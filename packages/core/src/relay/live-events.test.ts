import { describe, expect, it } from "vitest";
import type { OutboxMessage } from "@tiffin/domain/outbox/messages";
import { liveEventsFor } from "./live-events.ts";

const at = new Date("2026-03-01T12:00:00Z");
const facts = { orderId: "o", cityId: "c", restaurantId: "r", customerId: "u", status: "CONFIRMED" } as const;
const heard = (message: OutboxMessage) =>
  liveEventsFor(message, at, { rideId: "ride", status: "ASSIGNED" }).map(({ channel, name }) => `${channel} ${name}`);

describe("who hears of what", () => {
  it("a restaurant of an order once it is paid, not before", () => {
    expect(heard({ topic: "order/created", data: { ...facts, status: "CREATED" } })).toEqual([
      "private-order-o order.updated",
      "private-ops-c order.updated",
    ]);
    expect(heard({ topic: "order/confirmed", data: facts })).toContain("private-restaurant-r order.created");
  });

  it("all of them that the kitchen needs longer", () => {
    const delayed = { ...facts, riderId: "x", minutes: 10, prepMinutes: 30 };
    expect(heard({ topic: "order/delayed", data: delayed })).toEqual([
      "private-order-o order.updated",
      "private-ops-c order.updated",
      "private-restaurant-r order.updated",
      "private-rider-x ride.updated",
    ]);
  });

  it("a rider of the ride, and of an offer's end unless it was accepted", () => {
    expect(heard({ topic: "order/assigned", data: { ...facts, riderId: "x" } })).toContain(
      "private-rider-x ride.updated",
    );
    const offer = { orderId: "o", rideId: "ride", riderId: "x", seq: 1, position: 0 };
    const made = { ...offer, orders: 2, expiresAt: at.toISOString() };
    expect(heard({ topic: "offer/created", data: made })).toEqual(["private-rider-x offer.created"]);
    // The second order of a bundle: one question, one nudge.
    expect(heard({ topic: "offer/created", data: { ...made, position: 1 } })).toEqual([]);
    expect(heard({ topic: "offer/settled", data: { ...offer, outcome: "EXPIRED" } })).toEqual([
      "private-rider-x offer.revoked",
    ]);
    expect(heard({ topic: "offer/settled", data: { ...offer, outcome: "ACCEPTED" } })).toEqual([]);
  });

  it("a rider who lost an order that the ride is over", () => {
    const events = liveEventsFor(
      { topic: "order/unassigned", data: { ...facts, riderId: "x", reason: "reassigned" } },
      at,
      {
        rideId: "ride",
        status: "SEARCHING",
      },
    );
    expect(events.at(-1)?.data).toEqual({ rideId: "ride", orderId: "o", status: "CANCELLED" });
  });
});
