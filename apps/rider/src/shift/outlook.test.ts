import { describe, expect, it } from "vitest";
import { outlook } from "./outlook.ts";

describe("what a rider on shift is told", () => {
  it("promises orders only when they can come", () => {
    expect(outlook({ network: true, live: "live", gps: "sharing" })).toBe("looking");
    expect(outlook({ network: true, live: "connecting", gps: "sharing" })).toBe("looking");
    expect(outlook({ network: true, live: "live", gps: "asking" })).toBe("asking");
    expect(outlook({ network: true, live: "live", gps: "denied" })).toBe("blocked");
    expect(outlook({ network: true, live: "live", gps: "unavailable" })).toBe("no-signal");
  });

  it("names the network first: without it nothing else helps", () => {
    expect(outlook({ network: false, live: "live", gps: "denied" })).toBe("no-network");
    expect(outlook({ network: true, live: "lost", gps: "sharing" })).toBe("no-network");
  });
});
