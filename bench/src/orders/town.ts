import type postgres from "postgres";
import { v7 as uuid } from "uuid";
import { seededRandom } from "@tiffin/db/seed/random";

export interface Dish {
  readonly id: string;
  /** The least that its option groups ask for. */
  readonly optionIds: readonly string[];
}

export interface Kitchen {
  readonly id: string;
  readonly lat: number;
  readonly lng: number;
  readonly dishes: readonly Dish[];
}

export interface Household {
  readonly customerId: string;
  readonly addressId: string;
  readonly kitchen: Kitchen;
}

const NEAREST_METERS = 200;
const FARTHEST_METERS = 1_200;
const METERS_PER_DEGREE = 111_320;

/** Every kitchen of the demo city, open day and night, with all that it sells; they are patient with their tablets. */
export async function openKitchens(sql: postgres.Sql): Promise<Kitchen[]> {
  await sql`update restaurants set answer_window_seconds = 1800, accepting_orders = true, paused_until = null`;
  await sql`update menu_items set available = true, unavailable_until = null`;
  await sql`delete from closures`;
  await sql`delete from opening_hours`;
  await sql`insert into opening_hours (id, restaurant_id, weekday, opens_minute, closes_minute)
    select gen_random_uuid(), r.id, weekday, 0, 1440 from restaurants r, generate_series(1, 7) weekday`;
  return sql<Kitchen[]>`
    with least as (
      select g.menu_item_id, o.id,
        row_number() over (partition by g.id order by o.position) as nth, g.min as wanted
      from option_groups g join options o on o.option_group_id = g.id
    ), wanted as (
      select menu_item_id, json_agg(id) as option_ids from least where nth <= wanted group by menu_item_id
    ), dishes as (
      select i.restaurant_id, i.id, coalesce(w.option_ids, '[]') as option_ids
      from menu_items i left join wanted w on w.menu_item_id = i.id where i.available
    )
    select r.id, r.lat, r.lng, json_agg(json_build_object('id', d.id, 'optionIds', d.option_ids) order by d.id) as dishes
    from restaurants r join dishes d on d.restaurant_id = r.id
    where r.deleted_at is null group by r.id order by r.id`;
}

/** Customers with an address in walking distance of a kitchen, written as the app's sign-up would. */
export async function settleHouseholds(
  sql: postgres.Sql,
  kitchens: readonly Kitchen[],
  count: number,
): Promise<Household[]> {
  const random = seededRandom(28);
  const settled = Array.from({ length: count }, (_, index) => {
    const kitchen = kitchens[index % kitchens.length]!;
    const angle = random.range(0, 2 * Math.PI);
    const degrees = random.range(NEAREST_METERS, FARTHEST_METERS) / METERS_PER_DEGREE;
    return {
      customerId: uuid(),
      addressId: uuid(),
      kitchen,
      phone: `+9199${String(index).padStart(8, "0")}`,
      lat: kitchen.lat + degrees * Math.sin(angle),
      lng: kitchen.lng + (degrees * Math.cos(angle)) / Math.cos((kitchen.lat * Math.PI) / 180),
    };
  });
  const rows = settled.map(({ customerId, addressId, phone, lat, lng }) => ({
    customerId,
    addressId,
    phone,
    lat,
    lng,
  }));
  await sql`
    insert into users (id, phone, name, is_demo)
    select "customerId", phone, 'Bench', true
    from jsonb_to_recordset(${sql.json(rows)}) as row("customerId" uuid, phone text)`;
  await sql`
    insert into user_roles (user_id, role)
    select "customerId", 'customer' from jsonb_to_recordset(${sql.json(rows)}) as row("customerId" uuid)`;
  await sql`
    insert into addresses (id, user_id, label, line1, lat, lng)
    select "addressId", "customerId", 'Home', '1 Bench Street', lat, lng
    from jsonb_to_recordset(${sql.json(rows)}) as row("addressId" uuid, "customerId" uuid, lat float8, lng float8)`;
  await sql`vacuum analyze users, addresses, opening_hours, restaurants, menu_items`;
  return settled;
}
