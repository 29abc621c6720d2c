import postgres from "postgres";
import { defaultPricingPolicy } from "@tiffin/domain/pricing/policy";
import type { Progress } from "../../harness/progress.ts";
import { copyInto } from "./copy-rows.ts";
import type { WorldCity } from "./cities.ts";
import { worldId } from "./ids.ts";
import { restaurantsOf, type WorldRestaurant } from "./restaurants.ts";

export const WORLD_SEED = 11;

/** Restaurants between two looks at the clock. */
const STEP = 2_000;

/**
 * Writes cities, restaurants, hours and menus into the catalogue, as an importer would have. The search index is not
 * touched. Returns how many dishes they have.
 */
export async function fillCatalogue(
  databaseUrl: string,
  cities: readonly WorldCity[],
  progress: Progress,
): Promise<number> {
  const sql = postgres(databaseUrl, {
    max: 5,
    onnotice: () => {},
    connection: {
      application_name: "bench-fill",
      // Rows are made to fit each other: looking every foreign key up would take most of the time.
      session_replication_role: "replica",
      synchronous_commit: false,
    },
  });
  try {
    await writeCities(sql, cities);
    const total = cities.reduce((sum, city) => sum + city.restaurants, 0);
    const tables = await openTables(sql);
    const now = Date.now();
    let n = 0;
    let dishes = 0;
    for (const city of cities) {
      for (const restaurant of restaurantsOf(city, WORLD_SEED)) {
        n += 1;
        dishes += restaurant.dishes.length;
        await writeRestaurant(tables, worldId("city", city.number), n, restaurant, now);
        if (n % STEP === 0 && n < total) progress.count("restaurants written", n, total);
      }
    }
    progress.count("restaurants written", total, total);
    for (const table of Object.values(tables)) await table.end();
    progress.say("gathering statistics of the catalogue");
    await sql`analyze cities, restaurants, opening_hours, closures, menu_sections, menu_items`;
    // Millions of new rows would wake autovacuum in the midst of what is measured; it would find nothing to clean up.
    for (const table of ["restaurants", "opening_hours", "menu_sections", "menu_items"]) {
      await sql`alter table ${sql(table)} set (autovacuum_enabled = off)`;
    }
    return dishes;
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function writeCities(sql: postgres.Sql, cities: readonly WorldCity[]): Promise<void> {
  const rows = cities.map((city) => ({
    id: worldId("city", city.number),
    slug: `world-${city.number}`,
    name: city.name,
    country: city.country,
    time_zone: city.timeZone,
    currency: city.region.currency,
    lat: city.location.lat,
    lng: city.location.lng,
    radius_meters: Math.round(city.spreadMeters * 3),
    pricing: defaultPricingPolicy,
  }));
  await sql`insert into cities select * from json_populate_recordset(
    null::cities, ${JSON.stringify(rows.map((row) => ({ ...row, created_at: new Date(), updated_at: new Date() })))}::text::json)`;
}

async function openTables(sql: postgres.Sql) {
  const [restaurants, hours, closures, sections, items] = await Promise.all([
    copyInto(
      sql,
      "restaurants",
      "id city_id name cuisines line1 lat lng rating rating_count cost_for_two is_pure_veg prep_minutes delivery_radius_meters accepting_orders paused_until".split(
        " ",
      ),
    ),
    copyInto(sql, "opening_hours", ["id", "restaurant_id", "weekday", "opens_minute", "closes_minute"]),
    copyInto(sql, "closures", ["id", "restaurant_id", "day"]),
    copyInto(sql, "menu_sections", ["id", "restaurant_id", "name", "position"]),
    copyInto(sql, "menu_items", [
      "id",
      "restaurant_id",
      "section_id",
      "name",
      "price",
      "is_veg",
      "popularity",
      "position",
    ]),
  ]);
  return { restaurants, hours, closures, sections, items };
}

async function writeRestaurant(
  { restaurants, hours, closures, sections, items }: Awaited<ReturnType<typeof openTables>>,
  cityId: string,
  n: number,
  restaurant: WorldRestaurant,
  now: number,
): Promise<void> {
  const id = worldId("restaurant", n);
  const { location } = restaurant;
  await restaurants.write([
    id,
    cityId,
    restaurant.name,
    restaurant.cuisines,
    "",
    location.lat,
    location.lng,
    restaurant.rating,
    restaurant.ratingCount,
    restaurant.costForTwo,
    restaurant.isPureVeg,
    restaurant.prepMinutes,
    restaurant.deliveryRadiusMeters,
    restaurant.acceptingOrders,
    restaurant.pausedMinutes === null ? null : new Date(now + restaurant.pausedMinutes * 60_000).toISOString(),
  ]);
  let range = 0;
  for (const { weekday, opensMinute, closesMinute } of restaurant.hours) {
    await hours.write([worldId("hours", n * 16 + range++), id, weekday, opensMinute, closesMinute]);
  }
  if (restaurant.closesTomorrow) {
    await closures.write([worldId("closure", n), id, new Date(now + 86_400_000).toISOString().slice(0, 10)]);
  }
  const sectionId = worldId("section", n);
  await sections.write([sectionId, id, "Menu", 0]);
  let position = 0;
  for (const { name, isVeg, price, popularity } of restaurant.dishes) {
    await items.write([worldId("item", n * 32 + position), id, sectionId, name, price, isVeg, popularity, position]);
    position += 1;
  }
}
