import type { Offer } from "@tiffin/domain/wire/riders";
import { expect, it } from "vitest";
import { leaveFirstOffersToPeople } from "./courtesy.ts";

const offer = (rideId: string, kitchen: string) => ({ rideId, restaurant: { id: kitchen } }) as Offer;

it("leaves a demo kitchen's order to people for a minute, and takes any other at once", () => {
  let now = 0;
  const wants = leaveFirstOffersToPeople({ ids: new Set(["peoples"]) }, () => now);
  expect(wants(offer("a", "bots"))).toBe(true);
  expect(wants(offer("b", "peoples"))).toBe(false);
  now = 59_000;
  expect(wants(offer("b", "peoples"))).toBe(false);
  expect(wants(offer("c", "peoples"))).toBe(false);
  now = 60_000;
  expect(wants(offer("b", "peoples"))).toBe(true);
  expect(wants(offer("c", "peoples"))).toBe(false);
});
