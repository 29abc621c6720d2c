import { describe, expect, it } from "vitest";
import { motifFor } from "./motif-key.ts";
import { hashOf, randomFrom } from "./seeded.ts";

describe("the drawing for a dish", () => {
  it.each([
    ["hyderabadi-biryani", "biryani"],
    ["Masala Dosa", "dosa"],
    ["Medu Vada", "idli"],
    ["Filter coffee", "drink"],
    ["Paneer Tikka", "kebab"],
    ["Butter chicken", "curry"],
    ["Chicken 65", "fried"],
    ["Gulab jamun", "sweets"],
    ["Veg Hakka Noodles", "noodles"],
    ["Aloo Paratha", "paratha"],
    ["north-indian", "curry"],
    ["Vada Pav", "sandwich"],
  ])("%s is drawn as %s", (name, motif) => {
    expect(motifFor([name])).toBe(motif);
  });

  it("asks the key first, then the name, then the cuisines", () => {
    expect(motifFor(["momo", "Sharma's Pizza", "Chinese"])).toBe("momo");
    expect(motifFor([null, "Sharma's Pizza", "Chinese"])).toBe("pizza");
    expect(motifFor([null, "Sharma's", "Chinese"])).toBe("noodles");
  });

  it("finds something for a name that says nothing, and the same each time", () => {
    expect(motifFor(["Zaffran"], 7)).toBe(motifFor(["Zaffran"], 7));
  });
});

describe("a seeded drawing", () => {
  it("comes out the same for the same seed", () => {
    const draw = () => randomFrom(hashOf("Meghana")).scatter(8, 50, 10);
    expect(draw()).toEqual(draw());
  });

  it("keeps scattered things apart and inside", () => {
    const points = randomFrom(3).scatter(12, 50, 9);
    for (const [x, y] of points) expect(Math.hypot(x, y)).toBeLessThanOrEqual(50.2);
    for (const [i, [x, y]] of points.entries())
      for (const [u, v] of points.slice(i + 1)) expect(Math.hypot(x - u, y - v)).toBeGreaterThanOrEqual(9);
  });
});
