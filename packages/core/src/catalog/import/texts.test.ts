import { describe, expect, it } from "vitest";
import { currencyOf, pricingFor, profileOf } from "./city-profile.ts";
import { decodeText, repairText } from "./decode-text.ts";
import { parseOpeningHours } from "./opening-hours-text.ts";

describe("text of unknown encoding", () => {
  it("is UTF-8 with or without a BOM, UTF-16 with one, and Windows-1252 otherwise", () => {
    expect(decodeText(Buffer.from("\uFEFFCafé"))).toEqual({ text: "Café", encoding: "UTF-8" });
    expect(decodeText(Buffer.from("\uFEFFCafé", "utf16le")).text.replace(/^\uFEFF/, "")).toBe("Café");
    expect(decodeText(Buffer.from([0x43, 0x61, 0x66, 0xe9]))).toEqual({ text: "Café", encoding: "windows-1252" });
  });

  it("is repaired where UTF-8 was taken for something else, once or more often", () => {
    expect(repairText("CafÃ© Coffee Day")).toBe("Café Coffee Day");
    expect(repairText("Cafí© MRP")).toBe("Café MRP");
    expect(repairText("Itäó»s Sinful")).toBe("It’s Sinful");
    expect(repairText("CafÃƒÂ©")).toBe("Café");
  });

  it("is left alone where it was right", () => {
    for (const text of ["Café", "Señor Pérez", "अन्नपूर्णा भवन", "It's", "Dí_ner", "Ünal's"])
      expect(repairText(text)).toBe(text);
  });
});

describe("opening hours", () => {
  it("come as schema.org writes them and as Python prints that", () => {
    const monday = [{ weekday: 1, opensMinute: 660, closesMinute: 1_380 }];
    expect(parseOpeningHours(`[{"dayOfWeek":["Monday"],"opens":"11:00","closes":"23:00"}]`)).toEqual(monday);
    expect(parseOpeningHours("[{'dayOfWeek': ['Monday'], 'opens': '11:0', 'closes': '23:0'}]")).toEqual(monday);
  });

  it("run past midnight and join where they touch", () => {
    expect(parseOpeningHours("Sa 18:00-02:00")).toEqual([{ weekday: 6, opensMinute: 1_080, closesMinute: 1_560 }]);
    expect(parseOpeningHours("Mo 10:00-14:00,13:30-22:00")).toEqual([
      { weekday: 1, opensMinute: 600, closesMinute: 1_320 },
    ]);
    expect(parseOpeningHours("24/7")).toHaveLength(7);
  });

  it("are unknown rather than guessed", () => {
    for (const text of ["", "sunrise-sunset", "by appointment", "[{'opens': 'noon'}]"]) {
      expect(parseOpeningHours(text)).toBeUndefined();
    }
  });
});

describe("what a city is like", () => {
  it("follows from its country, or from where it lies", () => {
    expect(profileOf("1", { lat: 28.6, lng: 77.2 })).toMatchObject({ currency: "INR", guessed: false });
    expect(profileOf(undefined, { lat: 40.7, lng: -74 })).toMatchObject({
      timeZone: "America/New_York",
      guessed: true,
    });
    expect(profileOf(undefined, { lat: -1.3, lng: 36.8 })).toMatchObject({ timeZone: "Etc/GMT-2", guessed: true });
  });

  it("has fees of a believable size in its own currency", () => {
    expect(currencyOf("Indian Rupees(Rs.)")).toBe("INR");
    expect(pricingFor("USD").delivery.base).toBe(250);
    expect(pricingFor("INR").delivery.base).toBe(2_500);
  });
});
