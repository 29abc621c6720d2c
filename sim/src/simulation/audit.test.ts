import { describe, expect, it } from "vitest";
import { doubleAssignments, missedPickUps, overlappingQuestions } from "./audit.ts";

const at = (second: number) => `2026-03-01T12:00:${String(second).padStart(2, "0")}.000Z`;
const timeline = (...statuses: ("CONFIRMED" | "ASSIGNED" | "READY" | "DELIVERED")[]) =>
  statuses.map((status, index) => ({ status, at: at(index) }));
const asked = (number: string, riderId: string, from: number, to: number | null) => ({
  number,
  decisions: [{ riderId, riderName: "Imran", createdAt: at(from), settledAt: to === null ? null : at(to) }],
});

describe("what the audit says of dispatch", () => {
  it("is right when an order that was assigned again had been given back", () => {
    const right = { number: "A1", timeline: timeline("CONFIRMED", "ASSIGNED", "CONFIRMED", "ASSIGNED", "READY") };
    const wrong = { number: "B2", timeline: timeline("CONFIRMED", "ASSIGNED", "READY", "ASSIGNED", "DELIVERED") };
    expect(doubleAssignments([right, wrong])).toEqual([expect.stringContaining("B2 was assigned twice")]);
  });

  it("is right when a rider's questions followed each other, or were one about several orders", () => {
    expect(
      overlappingQuestions([asked("A1", "r1", 0, 10), asked("B2", "r1", 10, 12), asked("C3", "r2", 5, 9)]),
    ).toEqual([]);
    expect(overlappingQuestions([asked("A1", "r1", 0, 10), asked("B2", "r1", 0, 10)])).toEqual([]);
    expect(overlappingQuestions([asked("A1", "r1", 0, 10), asked("B2", "r1", 9, 12)])).toEqual([
      "Imran was asked for B2 while asked for A1",
    ]);
    expect(overlappingQuestions([asked("A1", "r1", 0, null), asked("B2", "r1", 30, 31)])).toHaveLength(1);
  });
});

describe("what the audit says of food that was carried off without a tap", () => {
  const audited = (number: string, ...events: [type: string, actor: "system" | "rider"][]) => ({
    id: number,
    number,
    events: events.map(([type, actor], seq) => ({
      seq,
      type,
      actor,
      status: "READY" as const,
      actorName: null,
      reason: null,
      at: at(seq),
    })),
  });
  const all = new Set(["A1", "B2", "C3", "D4"]);

  it("is right when the fence picked it up, or it was called off before", () => {
    const seen = [audited("A1", ["cooked", "system"], ["picked-up", "system"]), audited("B2", ["cancelled", "system"])];
    expect(missedPickUps(seen, all)).toEqual([]);
    expect(missedPickUps([audited("E5", ["picked-up", "rider"])], all), "who taps is not meant").toEqual([]);
  });

  it("is wrong when somebody had to tap after all", () => {
    expect(missedPickUps([audited("C3", ["picked-up", "rider"]), audited("D4")], all)).toEqual([
      "C3 was picked up by rider",
      "D4 was picked up by nobody",
    ]);
  });
});
