import { describe, expect, it } from "vitest";
import { currencyOf, pricingFor, profileOf } from "./city-profile.ts";
import { memorySource } from "./byte-source.ts";
import { cleanText, repairText } from "./clean-text.ts";
import { decodeText, detectEncoding } from "./encoding.ts";

describe("text of unknown encoding", () => {
  const read = async (bytes: Uint8Array): Promise<[text: string, encoding: string]> => {
    const encoding = await detectEncoding(memorySource(bytes));
    let text = "";
    for await (const piece of decodeText(memorySource(bytes), encoding)) text += piece;
    return [text, encoding];
  };

  it("is UTF-8 with or without a BOM, UTF-16 with one, and Windows-1252 otherwise", async () => {
    expect(await read(Buffer.from("\uFEFFCafé"))).toEqual(["Café", "UTF-8"]);
    expect(await read(Buffer.from("\uFEFFCafé", "utf16le"))).toEqual(["Café", "UTF-16LE"]);
    expect(await read(Buffer.from("\uFEFFCafé", "utf16le").swap16())).toEqual(["Café", "UTF-16BE"]);
    expect(await read(Buffer.from([0x43, 0x61, 0x66, 0xe9]))).toEqual(["Café", "windows-1252"]);
  });

  it("is the same wherever the file was cut into pieces", async () => {
    const long = "अन्नपूर्णा भवन, ".repeat(20_000);
    expect(await read(Buffer.from(long))).toEqual([long, "UTF-8"]);
  });

  it("loses control characters, marks that turn its direction, and what goes beyond any name", () => {
    expect(cleanText("  Ca\u0000fé\r\n\u202Egnp.exe\uFEFF ")).toBe("Café gnp.exe");
    expect(cleanText("\u0000 \n")).toBeUndefined();
    expect(cleanText("x".repeat(10_000_000))).toHaveLength(10_000);
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
