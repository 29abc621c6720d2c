import { demoId } from "./demo-ids.ts";
import type { SeedRestaurant } from "./kitchens/generate-kitchens.ts";
import { demoPhones, lifePhones } from "./people/accounts.ts";
import type { People, SeedPerson } from "./people/generate-people.ts";

/** Tables in the order in which their rows can be written. Columns as the database names them. */
export type Rows = (readonly [table: string, rows: readonly object[]])[];

export function catalogueRows(cityId: string, kitchens: readonly SeedRestaurant[]): Rows {
  const demo = new Set(demoStaffKitchens(kitchens));
  const restaurants: object[] = [];
  const hours: object[] = [];
  const sections: object[] = [];
  const items: object[] = [];
  const groups: object[] = [];
  const options: object[] = [];
  kitchens.forEach((kitchen, k) => {
    const restaurantId = demoId("restaurant", k + 1);
    restaurants.push({
      id: restaurantId,
      city_id: cityId,
      name: kitchen.name,
      local_name: kitchen.localName,
      cuisines: kitchen.cuisines,
      line1: kitchen.line1,
      phone: `+9181${90_000_000 + k}`,
      lat: kitchen.lat,
      lng: kitchen.lng,
      rating: kitchen.rating,
      rating_count: kitchen.ratingCount,
      cost_for_two: kitchen.costForTwo,
      is_pure_veg: kitchen.isPureVeg,
      prep_minutes: kitchen.prepMinutes,
      // People who try the demo kitchens live anywhere in town.
      delivery_radius_meters: demo.has(k) ? 9_000 : kitchen.deliveryRadiusMeters,
      packaging_fee: kitchen.packagingFee,
      image_key: kitchen.imageKey,
    });
    for (const range of kitchen.hours) {
      hours.push({
        id: demoId("hours", hours.length + 1),
        restaurant_id: restaurantId,
        weekday: range.weekday,
        opens_minute: range.opensMinute,
        closes_minute: range.closesMinute,
      });
    }
    let position = 0;
    kitchen.sections.forEach((section, s) => {
      const sectionId = demoId("section", sections.length + 1);
      sections.push({ id: sectionId, restaurant_id: restaurantId, name: section.name, position: s });
      for (const item of section.items) {
        const itemId = demoId("item", items.length + 1);
        items.push({
          id: itemId,
          restaurant_id: restaurantId,
          section_id: sectionId,
          name: item.name,
          description: item.description,
          price: item.price,
          is_veg: item.isVeg,
          image_key: item.imageKey,
          popularity: item.popularity,
          position: position++,
        });
        item.optionGroups.forEach((group, g) => {
          const groupId = demoId("group", groups.length + 1);
          groups.push({
            id: groupId,
            menu_item_id: itemId,
            name: group.name,
            min: group.min,
            max: group.max,
            position: g,
          });
          group.options.forEach((option, o) => {
            options.push({
              id: demoId("option", options.length + 1),
              option_group_id: groupId,
              name: option.name,
              price: option.price,
              position: o,
            });
          });
        });
      }
    });
  });
  return [
    ["restaurants", restaurants],
    ["opening_hours", hours],
    ["menu_sections", sections],
    ["menu_items", items],
    ["option_groups", groups],
    ["options", options],
  ];
}

export function peopleRows(cityId: string, people: People, kitchens: readonly SeedRestaurant[]): Rows {
  const users: object[] = [];
  const roles: object[] = [];
  const idOf = new Map<string, string>();
  const enrol = (person: SeedPerson, role: "customer" | "rider" | "staff" | "ops"): void => {
    const id = demoId("user", users.length + 1);
    idOf.set(person.phone, id);
    users.push({ id, phone: person.phone, name: person.name, locale: "en", is_demo: true });
    roles.push({ user_id: id, role });
  };
  for (const person of people.customers) enrol(person, "customer");
  for (const person of people.riders) enrol(person, "rider");
  for (const person of people.staff) enrol(person, "staff");
  for (const person of people.ops) enrol(person, "ops");

  const addresses: object[] = [];
  for (const customer of people.customers) {
    for (const address of customer.addresses) {
      addresses.push({ id: demoId("address", addresses.length + 1), user_id: idOf.get(customer.phone), ...address });
    }
  }
  const demo = demoStaffKitchens(kitchens);
  const staff = kitchens.map((_, k) => {
    const ofDemo = demo.indexOf(k);
    const phone = ofDemo >= 0 ? demoPhones.staff[ofDemo]! : lifePhones.staff[k % lifePhones.staff.length]!;
    return { user_id: idOf.get(phone), restaurant_id: demoId("restaurant", k + 1) };
  });
  return [
    ["users", users],
    ["user_roles", roles],
    ["addresses", addresses],
    ["riders", people.riders.map(({ phone, vehicle }) => ({ user_id: idOf.get(phone), city_id: cityId, vehicle }))],
    ["restaurant_staff", staff],
  ];
}

/**
 * Indexes of the kitchens that the demo staff accounts work in: open at any hour, of three different cuisines. Only a
 * hundredth of all kitchens, so that somebody who orders anywhere nearly always finds a cook.
 */
export function demoStaffKitchens(kitchens: readonly SeedRestaurant[]): number[] {
  return ["south-indian", "biryani", "pizza"].slice(0, demoPhones.staff.length).map((art) => {
    const index = kitchens.findIndex((kitchen) => kitchen.alwaysOpen && kitchen.imageKey === art);
    if (index < 0) throw new Error(`the generated town has no ${art} kitchen that is always open`);
    return index;
  });
}
