import { describe, expect, it } from "vitest";
import type { OutboxMessage } from "../outbox/messages.ts";
import { noticesFor } from "./notices.ts";

const at = new Date("2026-01-01T12:00:00Z");
const orderId = "0190a000-0000-7000-8000-000000000001";
const riderId = "0190a000-0000-7000-8000-000000000002";
const facts = {
  orderId,
  cityId: "city",
  restaurantId: "kitchen",
  customerId: "customer",
  status: "CONFIRMED",
} as const;
const told = (message: OutboxMessage) => noticesFor(message, at).map(({ kind, to }) => [kind, ...Object.values(to)]);

describe("who is told by push", () => {
  it("the customer, of each step that they wait for", () => {
    const steps: OutboxMessage[] = [
      { topic: "order/created", data: facts },
      { topic: "order/confirmed", data: facts },
      { topic: "order/accepted", data: { ...facts, prepMinutes: 20 } },
      { topic: "order/assigned", data: { ...facts, riderId } },
      { topic: "order/unassigned", data: { ...facts, riderId, reason: "off_shift" } },
      { topic: "order/assigned", data: { ...facts, riderId: "next rider" } },
      { topic: "order/delayed", data: { ...facts, riderId, minutes: 10, prepMinutes: 30 } },
      { topic: "order/ready", data: { ...facts, riderId: null } },
      { topic: "order/rider_arrived", data: { ...facts, riderId, at: "restaurant" } },
      { topic: "order/picked_up", data: { ...facts, riderId, isCash: false } },
      { topic: "order/rider_arrived", data: { ...facts, riderId, at: "customer" } },
      { topic: "order/delivered", data: { ...facts, riderId, isCash: false } },
      { topic: "order/cancelled", data: { ...facts, reason: "ops", riderId: null } },
    ];
    expect(
      steps
        .flatMap(told)
        .filter(([, who]) => who === "customer")
        .map(([kind]) => kind),
    ).toEqual([
      "order.confirmed",
      "order.accepted",
      "order.assigned",
      "order.assigned",
      "order.delayed",
      "order.picked_up",
      "order.arriving",
      "order.delivered",
      "order.cancelled",
    ]);
  });

  it("the customer, of each delay by itself", () => {
    const delayed = (minutes: number, prepMinutes: number) =>
      noticesFor({ topic: "order/delayed", data: { ...facts, riderId, minutes, prepMinutes } }, at);
    expect(delayed(10, 30)).toMatchObject([{ kind: "order.delayed", to: { userId: "customer" }, minutes: 10 }]);
    const steps = [delayed(10, 30), delayed(10, 40), delayed(10, 30)].map(([notice]) => notice?.step);
    expect(new Set(steps).size).toBe(2);
  });

  it("the rider, of offers and of what becomes of a ride without their doing", () => {
    const offer = {
      orderId,
      rideId: "ride",
      riderId,
      seq: 3,
      position: 0,
      orders: 2,
      expiresAt: "2026-01-01T12:00:10Z",
    };
    expect(told({ topic: "offer/created", data: offer })).toEqual([["offer.created", riderId]]);
    // The second order of the same question.
    expect(told({ topic: "offer/created", data: { ...offer, position: 1 } })).toEqual([]);
    expect(told({ topic: "offer/settled", data: { ...offer, outcome: "REVOKED" } })).toEqual([
      ["offer.revoked", riderId],
    ]);
    for (const outcome of ["ACCEPTED", "DECLINED", "EXPIRED"] as const) {
      expect(told({ topic: "offer/settled", data: { ...offer, outcome } })).toEqual([]);
    }
    expect(told({ topic: "order/ready", data: { ...facts, riderId } })).toEqual([["ride.ready", riderId]]);
    expect(told({ topic: "order/unassigned", data: { ...facts, riderId, reason: "reassigned" } })).toEqual([
      ["ride.taken", riderId],
    ]);
    expect(told({ topic: "order/unassigned", data: { ...facts, riderId, reason: "off_shift" } })).toEqual([]);
    expect(told({ topic: "order/cancelled", data: { ...facts, reason: "ops", riderId } })).toContainEqual([
      "ride.cancelled",
      riderId,
    ]);
  });

  it("the kitchen, of what is paid and of what it must not cook any more", () => {
    expect(told({ topic: "order/confirmed", data: facts })).toContainEqual(["kitchen.new_order", "kitchen"]);
    const cancelled = (reason: "customer" | "kitchen_rejected" | "payment_declined") =>
      told({ topic: "order/cancelled", data: { ...facts, reason, riderId: null } }).map(([kind]) => kind);
    expect(cancelled("customer")).toContain("kitchen.cancelled");
    expect(cancelled("kitchen_rejected")).not.toContain("kitchen.cancelled");
    expect(cancelled("payment_declined")).not.toContain("kitchen.cancelled");
  });

  it("the operators, of each search for a rider that is in vain, and of a payment that needs them", () => {
    const escalated = (more: { search?: number }) =>
      noticesFor({ topic: "order/escalated", data: { ...facts, ...more } }, at).map(({ step }) => step);
    const steps = [escalated({ search: 1 }), escalated({ search: 2 }), escalated({})].flat();
    expect(steps).toEqual(
      [1, 2].map((search) => `ops.escalated:${orderId}:${search}`).concat(`ops.escalated:${orderId}`),
    );
  });

  it("the operators of its city, of an order that nobody takes or that did not arrive", () => {
    expect(told({ topic: "order/escalated", data: facts })).toEqual([["ops.escalated", "city"]]);
    const failed = { ...facts, reason: "food_damaged", riderId } as const;
    expect(told({ topic: "order/cancelled", data: failed })).toContainEqual(["ops.undelivered", "city"]);
  });

  it("for as long as it is worth knowing, under topics that a push service takes", () => {
    const [offer] = noticesFor(
      {
        topic: "offer/created",
        data: { orderId, rideId: "ride", riderId, seq: 3, position: 0, orders: 1, expiresAt: "2026-01-01T12:00:10Z" },
      },
      at,
    );
    expect(offer).toMatchObject({
      expiresAt: new Date("2026-01-01T12:00:10Z"),
      urgency: "high",
      step: "offer.created:ride:3",
    });
    for (const notice of noticesFor({ topic: "order/confirmed", data: facts }, at)) {
      expect(notice.topic).toMatch(/^[A-Za-z0-9_-]{1,32}$/);
      expect(notice.expiresAt.getTime()).toBeGreaterThan(at.getTime());
    }
  });
});
