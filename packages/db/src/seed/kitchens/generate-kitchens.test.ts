import { isOpenAt } from "@tiffin/domain/opening-hours/opening-hours";
import { describe, expect, it } from "vitest";
import { generateCity } from "../city/generate-city.ts";
import { generatePeople } from "../people/generate-people.ts";
import { demoStaffKitchens } from "../rows.ts";
import { generateKitchens } from "./generate-kitchens.ts";

const city = generateCity(7);
const kitchens = generateKitchens(city, 7);
const items = kitchens.flatMap((kitchen) => kitchen.sections.flatMap((section) => section.items));

describe("the town's kitchens", () => {
  it("are 300, each with a name of its own", () => {
    expect(kitchens).toHaveLength(300);
    expect(new Set(kitchens.map((kitchen) => kitchen.name)).size).toBe(300);
    expect(kitchens.filter((kitchen) => kitchen.localName).length).toBeGreaterThan(80);
    expect(new Set(kitchens.flatMap((kitchen) => kitchen.cuisines)).size).toBeGreaterThan(18);
  });

  it("cook more than 250 different dishes, from 15 to 45 each", () => {
    expect(new Set(items.map((item) => item.name)).size).toBeGreaterThan(250);
    for (const kitchen of kitchens) {
      const names = kitchen.sections.flatMap((section) => section.items.map((item) => item.name));
      expect(names.length).toBeGreaterThanOrEqual(15);
      expect(names.length).toBeLessThanOrEqual(45);
      expect(new Set(names).size).toBe(names.length);
    }
  });

  it("ask believable prices and offer choices that can be made", () => {
    for (const item of items) {
      expect(item.price).toBeGreaterThanOrEqual(1_000);
      expect(item.price).toBeLessThanOrEqual(100_000);
      expect(item.price % 100).toBe(0);
      expect(item.description).not.toBe("");
      for (const group of item.optionGroups) {
        expect(group.options.length).toBeGreaterThanOrEqual(Math.max(1, group.min));
        expect(group.max).toBeGreaterThanOrEqual(group.min);
      }
    }
    expect(items.filter((item) => item.optionGroups.length > 0).length).toBeGreaterThan(items.length / 3);
  });

  it("keep meat out of a pure vegetarian kitchen", () => {
    const veg = kitchens.filter((kitchen) => kitchen.isPureVeg);
    expect(veg.length).toBeGreaterThan(50);
    expect(veg.every((kitchen) => kitchen.sections.every((s) => s.items.every((item) => item.isVeg)))).toBe(true);
  });

  it("feed somebody at any hour of any day", () => {
    for (let hour = 0; hour < 7 * 24; hour++) {
      const at = new Date(Date.UTC(2026, 0, 5, hour, 20));
      const open = kitchens.filter(({ hours }) => isOpenAt({ hours, closures: [], timeZone: "Asia/Kolkata" }, at));
      expect(open.length).toBeGreaterThan(20);
    }
  });

  it("never close where the demo staff work", () => {
    const demo = demoStaffKitchens(kitchens);
    expect(new Set(demo).size).toBe(3);
    expect(demo.every((k) => kitchens[k]!.alwaysOpen)).toBe(true);
  });
});

describe("the town's people", () => {
  const people = generatePeople(city, 7);

  it("have phones and names of their own, and customers have a home", () => {
    const everybody = [...people.customers, ...people.riders, ...people.staff, ...people.ops];
    expect(new Set(everybody.map((person) => person.phone)).size).toBe(everybody.length);
    expect(new Set(everybody.map((person) => person.name)).size).toBe(everybody.length);
    expect(people.riders.length).toBeGreaterThanOrEqual(40);
    expect(people.customers.every((customer) => customer.addresses[0]?.label === "Home")).toBe(true);
  });
});
