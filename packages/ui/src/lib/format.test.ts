import { describe, expect, it } from "vitest";
import { formatClock, formatComing, formatDateTime, formatDistance, formatTime, formatTimeRange } from "./format.ts";

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
    const clock = { timeZone: "Asia/Kolkata", named: false };
    expect(formatTime("2026-11-22T14:15:00Z", "en", clock).toLowerCase()).toBe("7:45 pm");
    expect(formatDateTime("2026-11-22T20:15:00Z", "en", clock).toLowerCase()).toBe("23 nov, 1:45 am");
  });

  it("name the place's zone for readers under another clock, once in a range", () => {
    const clock = { timeZone: "Asia/Kolkata", named: true };
    expect(formatTime("2026-11-22T14:15:00Z", "en", clock)).toMatch(/7:45 pm IST$/i);
    expect(formatTime("2026-11-22T14:15:00Z", "hi", clock)).toMatch(/IST$/);
    const range = formatTimeRange(new Date("2026-11-22T14:15:00Z"), new Date("2026-11-22T14:40:00Z"), "en", clock);
    expect(range).toMatch(/^7:45.*8:10.*IST$/i);
    expect(range.match(/IST/g)).toHaveLength(1);
  });

  it("say when something comes by the place's own clock, with the day when that is not today", () => {
    const now = new Date("2026-11-22T22:00:00Z"); // Monday 3:30 am in India
    const coming = (at: string) => formatComing(at, "en", { timeZone: "Asia/Kolkata", named: false }, now);
    expect(coming("2026-11-23T05:30:00Z")).toBe("11:00 am");
    expect(coming("2026-11-24T05:30:00Z")).toBe("Tue 11:00 am");
    expect(coming("2026-11-30T05:30:00Z")).toBe("30 Nov, 11:00 am");
  });

  it("name the half of the day once in a range", () => {
    const range = formatTimeRange(new Date(2026, 0, 1, 19, 45), new Date(2026, 0, 1, 20, 10), "en");
    expect(range.match(/pm/gi)).toHaveLength(1);
  });
});
