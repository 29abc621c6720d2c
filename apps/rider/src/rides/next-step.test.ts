import { describe, expect, it } from "vitest";
import { navigationLink, nextStep } from "./next-step.ts";

describe("the one big button", () => {
  it("follows the ride, and waits while the kitchen cooks", () => {
    expect(nextStep({ status: "ASSIGNED", orderStatus: "ASSIGNED" })).toBe("arrive-at-restaurant");
    expect(nextStep({ status: "AT_RESTAURANT", orderStatus: "ASSIGNED" })).toBe("wait-for-food");
    expect(nextStep({ status: "AT_RESTAURANT", orderStatus: "READY" })).toBe("pick-up");
    expect(nextStep({ status: "PICKED_UP", orderStatus: "PICKED_UP" })).toBe("arrive-at-customer");
    expect(nextStep({ status: "AT_CUSTOMER", orderStatus: "PICKED_UP" })).toBe("hand-over");
    expect(nextStep({ status: "DELIVERED", orderStatus: "DELIVERED" })).toBe("none");
  });
});

describe("handing over to the phone's own navigation", () => {
  it("gives the coordinates and nothing else", () => {
    expect(navigationLink({ location: { lat: 12.5, lng: 77.25 } })).toMatch(/destination=12\.5,77\.25$/);
  });
});
