import { CANCEL_REASONS } from "@tiffin/domain/order/status";
import { CANT_DELIVER_REASONS, judgeCantDeliver } from "@tiffin/domain/ride/cant-deliver";
import { DECLINE_REASONS } from "@tiffin/domain/wire/riders";
import { describe, expect, it } from "vitest";
import en from "../../../messages/en.json" with { type: "json" };
import hi from "../../../messages/hi.json" with { type: "json" };
import { EVENT_TYPES, GIVE_BACK_REASONS, gaveItBackFor, REASON_CODES } from "./audit-codes.ts";

describe("a reason that the house writes down", () => {
  it.each([
    ["en", en],
    ["hi", hi],
  ])("is a sentence for the kitchen and for operations, in %s", (_language, { ops, ticket }) => {
    expect(Object.keys(ticket.cancelled).toSorted()).toEqual([...CANCEL_REASONS, "other"].toSorted());
    expect(Object.keys(ops.event).toSorted()).toEqual([...EVENT_TYPES].toSorted());
    expect(Object.keys(ops.because).toSorted()).toEqual([...REASON_CODES, "cantDeliver"].toSorted());
    expect(Object.keys(ops.because.cantDeliver).toSorted()).toEqual([...GIVE_BACK_REASONS].toSorted());
    expect(Object.keys(ops.decline).toSorted()).toEqual([...DECLINE_REASONS].toSorted());
  });

  it("includes all for which a rider may give an order back", () => {
    const may = CANT_DELIVER_REASONS.filter((reason) => {
      try {
        return judgeCantDeliver(reason, { isPickedUp: false, atDoorSince: null }, new Date()).type === "release";
      } catch {
        return false;
      }
    });
    expect([...GIVE_BACK_REASONS].toSorted()).toEqual(may.toSorted());
    expect(gaveItBackFor("cant_deliver:vehicle")).toBe("vehicle");
    expect(gaveItBackFor("The oven broke")).toBeNull();
  });
});
