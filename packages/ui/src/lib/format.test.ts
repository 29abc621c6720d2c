import { describe, expect, it } from "vitest";
import { formatClock, formatComing, formatDistance, formatTime, formatTimeRange } from "./format.ts";

describe("formats", () => {
  it("tell distances in meters nearby and kilometers beyond", () => {
    expect(formatDistance(343, "en")).toBe("340 m");
    expect(formatDistance(949, "en")).toBe("950 m");
    expect(formatDistance(1_240, "en")).toBe("1.2 km");
    expect(formatDistance(12_000, "en")).toBe("12 km");
  });

  it("count a clock down and never below zero", () => {
    expect(formatClock(9.2)).toBe("0:10");
    expect(formatClock(245)).toBe("4:05");
    expect(formatClock(3_729)).toBe("1:02:09");
    expect(formatClock(-5)).toBe("0:00");
  });

  it("tell times in the place's own zone", () => {
    expect(formatTime("2026-11-22T14:15:00Z", "en", "Asia/Kolkata").toLowerCase()).toBe("7:45 pm");
  });

  it("say when something comes by the place's own clock, with the day when that is not today", () => {
    const now = new Date("2026-11-22T22:00:00Z"); // Monday 3:30 am in India
    const coming = (at: string) => formatComing(at, "en-IN", "Asia/Kolkata", now);
    expect(coming("2026-11-23T05:30:00Z")).toBe("11:00 am");
    expect(coming("2026-11-24T05:30:00Z")).toBe("Tue 11:00 am");
    expect(coming("2026-11-30T05:30:00Z")).toBe("30 Nov, 11:00 am");
  });

  it("name the half of the day once in a range", () => {
    const range = formatTimeRange(new Date(2026, 0, 1, 19, 45), new Date(2026, 0, 1, 20, 10), "en");
    expect(range.match(/pm/gi)).toHaveLength(1);
  });
});
