import { describe, expect, test } from "vitest";
import { restaurant } from "../sample-town.ts";
import type { SearchedTown } from "./searched-town.ts";

/** What is found by which words. */
export function describeText(town: SearchedTown): void {
  describe("text", () => {
    test.each(["biryani", "biriyani", "briyani", "biryaani", "Biryani!", "BIRYANI"])(
      "finds biryani by %s",
      async (text) => {
        expect(await town.found(text)).toEqual(["Karim's Grill", "Paradise Biryani"]);
      },
    );

    test.each([
      ["kabab", "Karim's Grill"],
      ["kabob", "Karim's Grill"],
      ["idly", "Udupi Krishna Bhavan"],
      ["shwarma", "Beirut Express"],
      ["shawrama", "Beirut Express"],
      ["tiramsu", "Café Déjà Brew"],
      ["margarita", "Café Déjà Brew"],
      ["pizza margherita", "Café Déjà Brew"],
      ["cheesburgers", `Bob's "Diner" & Grill (24x7)`],
      ["schezuan noodle", `Bob's "Diner" & Grill (24x7)`],
    ])("forgives %s", async (text, name) => {
      expect(await town.found(text)).toContain(name);
    });

    test.each([
      ["par", "Paradise Biryani"],
      ["paradise bir", "Paradise Biryani"],
      ["chicken shaw", "Beirut Express"],
      ["masala do", "Udupi Krishna Bhavan"],
      ["capuc", "Café Déjà Brew"],
      ["deja br", "Café Déjà Brew"],
    ])("finds what is being typed: %s", async (text, name) => {
      expect(await town.found(text)).toContain(name);
    });

    test("reads diacritics", async () => {
      expect(await town.found("cafe deja")).toEqual(["Café Déjà Brew"]);
      expect(await town.found("CAFÉ DÉJÀ")).toEqual(["Café Déjà Brew"]);
    });

    describe("in Devanagari", () => {
      const near = { radiusMeters: 7_000 };

      test.each([
        ["a name", "कृष्ण", "Udupi Krishna Bhavan"],
        ["a name alone", "भोजनालय", "शर्मा भोजनालय"],
        ["a dish", "टिक्की", "शर्मा भोजनालय"],
        ["a dish of two words", "मीठी लस्सी", "शर्मा भोजनालय"],
        ["a word that is only begun", "भोज", "शर्मा भोजनालय"],
        ["a vowel sign that is left out", "भोजनलय", "शर्मा भोजनालय"],
      ])("finds %s: %s", async (_what, text, name) => {
        expect(await town.found(text, near)).toContain(name);
      });

      test("tells vowel signs apart: they make another word", async () => {
        expect(await town.found("मिठा", near)).toEqual([]);
        expect(await town.found("आलो", near)).toEqual([]);
      });
    });

    test.each([
      [["biryani", "biriyani", "briyani", "biryaani"]],
      [["kebab", "kabab", "kabob"]],
      [["idli", "idly"]],
      [["shawarma", "shwarma"]],
    ])("any spelling finds any other: %j", async (family) => {
      const stalls = family.map((spelling, index) =>
        restaurant(town.cityId, `Stall ${index}`, 4_000 + index, { dishNames: [`Mutton ${spelling} Plate`] }),
      );
      await town.with(stalls, async () => {
        for (const typed of family) {
          const found = await town.found(`${typed} plate`);
          expect(found.filter((name) => name.startsWith("Stall"))).toEqual(stalls.map(({ name }) => name));
        }
      });
    });

    test.each([
      ["one slip from five letters", "hummis", "Beirut Express"],
      ["a letter too few", "hummu", "Beirut Express"],
      ["a letter too many", "falaffel", "Beirut Express"],
      ["two neighbours swapped", "tirmaisu", "Café Déjà Brew"],
      ["two slips from nine letters", "cappuchinno", "Café Déjà Brew"],
      ["two slips far apart", "gramdmothars", "Grandmother's Kitchen"],
      ["a slip in one of several words", "chicken falafal", "Beirut Express"],
      ["a slip in each of two words", "doble chesburger", `Bob's "Diner" & Grill (24x7)`],
    ])("forgives %s: %s", async (_what, text, name) => {
      expect(await town.found(text)).toContain(name);
    });

    test.each([
      ["a slip in four letters", "rull"],
      ["two slips in eight letters", "shxwaxma"],
      ["three slips in nine letters", "cxpxxccino"],
      ["a word that nothing has", "chicken zzzzzz"],
    ])("does not forgive %s: %s", async (_what, text) => {
      expect(await town.found(text)).toEqual([]);
    });

    test("wants all the words", async () => {
      expect(await town.found("chicken biryani")).toEqual(["Karim's Grill", "Paradise Biryani"]);
      expect(await town.found("paneer biryani")).toEqual([]);
      expect(await town.found("south indian")).toEqual(["Annapoorna", "Sagar Ratna", "Udupi Krishna Bhavan"]);
    });

    test("does not forgive short words", async () => {
      expect(await town.found("eqg")).toEqual([]);
      expect(await town.found("zzzzzz")).toEqual([]);
    });

    test("puts the name before the dishes", async () => {
      expect(await town.names({ text: "biryani" })).toEqual(["Paradise Biryani", "Karim's Grill"]);
      const { candidates } = await town.search({ text: "biryani" });
      expect(candidates.every(({ textScore }) => textScore > 0 && textScore <= 1)).toBe(true);
    });

    test("puts words that stand together before those that are scattered", async () => {
      const together = restaurant(town.cityId, "Anand Stores", 4_000, {
        dishNames: ["Onion Rava Uttapam", "Ginger Tea"],
      });
      const scattered = restaurant(town.cityId, "Anmol Stores", 200, {
        dishNames: ["Onion Pakora", "Rava Idli", "Set Uttapam"],
      });
      await town.engine.upsert([scattered, together]);
      const { candidates } = await town.search({ text: "onion uttapam" });
      expect(candidates.map(({ id }) => id)).toEqual([together.id, scattered.id]);
      expect(candidates[0]!.textScore).toBeGreaterThan(candidates[1]!.textScore);
      await town.engine.remove([together.id, scattered.id]);
    });

    test.each([`' OR 1=1 --`, `") OR cuisines = "x`, "biryani:*A & !grill", "\\", "%", "🍛", "a".repeat(200)])(
      "takes %s as text, not as syntax",
      async (text) => {
        await expect(town.search({ text })).resolves.toMatchObject({ total: expect.any(Number) });
      },
    );
  });
}
