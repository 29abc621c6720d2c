import { defaultPricingPolicy } from "@tiffin/domain/pricing/policy";
import postgres from "postgres";
import { generateCity } from "./city/generate-city.ts";
import { plan } from "./city/plan.ts";
import { demoId } from "./demo-ids.ts";
import { generateKitchens } from "./kitchens/generate-kitchens.ts";
import { DEMO_OTP, demoPhones } from "./people/accounts.ts";
import { generatePeople } from "./people/generate-people.ts";
import { catalogueRows, peopleRows } from "./rows.ts";
import type { Rows } from "./rows.ts";

export interface DemoAccount {
  phone: string;
  name: string;
}

/** What `npm start` prints, and writes to stack.json as `demo`. */
export interface DemoAccounts {
  otp: string;
  city: { id: string; slug: string; lat: number; lng: number };
  customers: (DemoAccount & { addressId: string })[];
  riders: DemoAccount[];
  staff: (DemoAccount & { restaurantId: string })[];
  ops: DemoAccount[];
}

export interface SeedOptions {
  onProgress?: (step: string) => void;
  /** Another number, another town. */
  seed?: number;
}

/** Any number that only this seed uses: two starts at once seed one after the other. */
const SEED_LOCK = 7_468_335;

/**
 * Fills a migrated database with the demo city: streets, map, 300 restaurants with menus, and the people. All of it in
 * one transaction, so a seed that was interrupted left nothing. Where the city exists already nothing is written.
 */
export async function seedDemo(databaseUrl: string, options: SeedOptions = {}): Promise<DemoAccounts> {
  const progress = options.onProgress ?? (() => {});
  const client = postgres(databaseUrl, {
    max: 1,
    onnotice: () => {},
    connect_timeout: 10,
    connection: { application_name: "seed" },
  });
  try {
    await client`select pg_advisory_lock(${SEED_LOCK})`;
    const [city] = await client`select id from cities where id = ${demoId("city", 1)}`;
    if (city === undefined) await plant(client, options.seed ?? 7, progress);
    return await readAccounts(client);
  } finally {
    await client.end({ timeout: 5 });
  }
}

async function plant(client: postgres.Sql, seed: number, progress: (step: string) => void): Promise<void> {
  progress("drawing the streets");
  const city = generateCity(seed);
  progress("furnishing the kitchens");
  const kitchens = generateKitchens(city, seed);
  const people = generatePeople(city, seed);
  progress("writing");
  const cityId = demoId("city", 1);
  const tables: Rows = [
    [
      "cities",
      [
        {
          id: cityId,
          slug: city.slug,
          name: city.name,
          country: "IN",
          time_zone: "Asia/Kolkata",
          currency: "INR",
          lat: city.centre.lat,
          lng: city.centre.lng,
          radius_meters: 6_000,
          pricing: defaultPricingPolicy,
        },
      ],
    ],
    ["city_streets", [{ city_id: cityId, version: 1, graph: city.graph, map: city.map }]],
    ...catalogueRows(cityId, kitchens),
    ...peopleRows(cityId, people, kitchens),
  ];
  await client.begin(async (tx) => {
    for (const [table, rows] of tables) await insertAll(tx, table, rows);
  });
  progress("gathering statistics");
  await client`analyze restaurants, opening_hours, menu_sections, menu_items, option_groups, options, users, addresses`;
}

/** One statement a table, however many rows; columns that the rows don't name keep their defaults. */
async function insertAll(tx: postgres.TransactionSql, table: string, rows: readonly object[]): Promise<void> {
  const first = rows[0];
  if (first === undefined) return;
  const columns = tx(Object.keys(first));
  // json, not jsonb: the driver would quote a string once more, and a city's streets are megabytes.
  await tx`
    insert into ${tx(table)} (${columns})
    select ${columns} from json_populate_recordset(null::${tx(table)}, ${JSON.stringify(rows)}::text::json)`;
}

async function readAccounts(client: postgres.Sql): Promise<DemoAccounts> {
  const all = Object.values(demoPhones).flat();
  const users = await client<{ id: string; phone: string; name: string }[]>`
    select id, phone, name from users where phone in ${client(all)}`;
  const byPhone = new Map(users.map((user) => [user.phone, user]));
  const ids = users.map((user) => user.id);
  const homes = await client<{ id: string; userId: string }[]>`
    select id, user_id as "userId" from addresses where user_id in ${client(ids)} and label = 'Home'`;
  const kitchens = await client<{ userId: string; restaurantId: string }[]>`
    select user_id as "userId", restaurant_id as "restaurantId" from restaurant_staff where user_id in ${client(ids)}`;
  const found = (phones: readonly string[]) =>
    phones.flatMap((phone) => {
      const user = byPhone.get(phone);
      return user === undefined ? [] : [user];
    });
  const account = ({ phone, name }: DemoAccount): DemoAccount => ({ phone, name });
  return {
    otp: DEMO_OTP,
    city: { id: demoId("city", 1), slug: plan.slug, ...plan.centre },
    customers: found(demoPhones.customers).flatMap((user) => {
      const home = homes.find(({ userId }) => userId === user.id);
      return home === undefined ? [] : [{ ...account(user), addressId: home.id }];
    }),
    riders: found(demoPhones.riders).map(account),
    staff: found(demoPhones.staff).flatMap((user) => {
      const kitchen = kitchens.find(({ userId }) => userId === user.id);
      return kitchen === undefined ? [] : [{ ...account(user), restaurantId: kitchen.restaurantId }];
    }),
    ops: found(demoPhones.ops).map(account),
  };
}
