import { describe, expect, it } from "vitest";
import { navigationLink, nextStep, phoneKind, type PhoneKind } from "./next-step.ts";

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
  it("gives the coordinates and nothing else, in the way that each phone opens its maps by", () => {
    const link = (phone: PhoneKind) => navigationLink({ location: { lat: 12.5, lng: 77.25 } }, phone);
    expect(link("android")).toBe("geo:12.5,77.25?q=12.5,77.25");
    expect(link("apple")).toBe("https://maps.apple.com/?daddr=12.5,77.25&dirflg=d");
    expect(link("other")).toMatch(/destination=12\.5,77\.25$/);
    expect(phoneKind("Mozilla/5.0 (Linux; Android 15; Pixel 8)")).toBe("android");
    expect(phoneKind("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)")).toBe("apple");
    expect(phoneKind("")).toBe("other");
  });
});
