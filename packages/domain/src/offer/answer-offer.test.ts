import { describe, expect, it } from "vitest";
import { judgeAnswer, type OfferedOrder, type OfferState } from "./answer-offer.ts";

const now = new Date("2026-03-01T12:00:00Z");
const open: OfferState = { riderId: "r1", seq: 3, status: "PENDING", expiresAt: new Date(now.getTime() + 4_000) };
const waiting: OfferedOrder = { status: "CONFIRMED", riderId: null, offerSeq: 3 };

describe("an answer to an offer", () => {
  it("counts from the rider who was asked, in time", () => {
    expect(judgeAnswer(open, waiting, "r1", 3, now)).toBeNull();
  });

  it.each([
    ["of another rider", open, waiting, "r2", 3, "OFFER_TAKEN"],
    [
      "a second time",
      { ...open, status: "ACCEPTED" },
      { ...waiting, status: "ASSIGNED", riderId: "r1" },
      "r1",
      3,
      "OFFER_TAKEN",
    ],
    [
      "after somebody else got it",
      { ...open, status: "EXPIRED" },
      { ...waiting, status: "ASSIGNED", riderId: "r2" },
      "r1",
      3,
      "OFFER_TAKEN",
    ],
    [
      "after the order was offered again",
      { ...open, status: "EXPIRED" },
      { ...waiting, offerSeq: 4 },
      "r1",
      3,
      "OFFER_SUPERSEDED",
    ],
    ["too late", { ...open, expiresAt: new Date(now.getTime() - 1) }, waiting, "r1", 3, "OFFER_EXPIRED"],
    ["after declining", { ...open, status: "DECLINED" }, waiting, "r1", 3, "OFFER_EXPIRED"],
    [
      "to a cancelled order",
      { ...open, status: "REVOKED" },
      { ...waiting, status: "CANCELLED" },
      "r1",
      3,
      "OFFER_EXPIRED",
    ],
    ["with a number that was never given out", null, waiting, "r1", 9, "OFFER_EXPIRED"],
  ] as const)("is refused %s", (_, offer, order, riderId, seq, code) => {
    expect(judgeAnswer(offer, order, riderId, seq, now)).toBe(code);
  });
});
