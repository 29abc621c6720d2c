import type postgres from "postgres";
import { v7 as uuid } from "uuid";
import { seededRandom } from "@tiffin/db/seed/random";
import type { BenchStack } from "../harness/stack.ts";
import { tokensOf } from "../harness/tokens.ts";
import type { Kitchen } from "../orders/town.ts";

export interface Courier {
  readonly id: string;
  readonly token: string;
  /** The kitchen that they wait at, and where. */
  readonly kitchenId: string;
  readonly lat: number;
  readonly lng: number;
}

const FARTHEST_METERS = 300;
const METERS_PER_DEGREE = 111_320;

/** Riders of the demo city, each around one of its kitchens, written as the operator's sign-up would; off shift. */
export async function hireCouriers(
  { sql, stack }: { readonly sql: postgres.Sql; readonly stack: BenchStack },
  kitchens: readonly Kitchen[],
  count: number,
): Promise<Courier[]> {
  const random = seededRandom(400);
  const hired = Array.from({ length: count }, (_, index) => {
    const { id: kitchenId, lat, lng } = kitchens[index % kitchens.length]!;
    const degrees = random.range(0, FARTHEST_METERS) / METERS_PER_DEGREE;
    const angle = random.range(0, 2 * Math.PI);
    return {
      id: uuid(),
      kitchenId,
      phone: `+9188${String(index).padStart(8, "0")}`,
      lat: lat + degrees * Math.sin(angle),
      lng: lng + (degrees * Math.cos(angle)) / Math.cos((lat * Math.PI) / 180),
    };
  });
  await insertPeople(sql, hired, "rider");
  // The demo's own riders would be asked as well.
  await sql`update riders set online = false, online_since = null`;
  await sql`
    insert into riders (user_id, city_id)
    select id, ${stack.demo.city.id} from jsonb_to_recordset(${sql.json(hired)}) as row(id uuid)`;
  const tokens = await tokensOf(
    stack,
    hired.map(({ id }) => id),
    "rider",
  );
  return hired.map(({ id, kitchenId, lat, lng }, index) => ({ id, token: tokens[index]!, kitchenId, lat, lng }));
}

/** Somebody for each kitchen who says when the food is ready; their tokens by kitchen. */
export async function hireStaff(
  { sql, stack }: { readonly sql: postgres.Sql; readonly stack: BenchStack },
  kitchens: readonly Kitchen[],
): Promise<Record<string, string>> {
  const hired = kitchens.map((kitchen, index) => ({
    id: uuid(),
    phone: `+9187${String(index).padStart(8, "0")}`,
    restaurantId: kitchen.id,
  }));
  await insertPeople(sql, hired, "staff");
  await sql`
    insert into restaurant_staff (user_id, restaurant_id)
    select id, "restaurantId" from jsonb_to_recordset(${sql.json(hired)}) as row(id uuid, "restaurantId" uuid)`;
  const tokens = await tokensOf(
    stack,
    hired.map(({ id }) => id),
    "staff",
  );
  return Object.fromEntries(hired.map(({ restaurantId }, index) => [restaurantId, tokens[index]!]));
}

async function insertPeople(
  sql: postgres.Sql,
  people: readonly { readonly id: string; readonly phone: string }[],
  role: "rider" | "staff",
): Promise<void> {
  const rows = sql.json(people.map(({ id, phone }) => ({ id, phone })));
  await sql`
    insert into users (id, phone, name, is_demo)
    select id, phone, 'Bench', true from jsonb_to_recordset(${rows}) as row(id uuid, phone text)`;
  await sql`
    insert into user_roles (user_id, role)
    select id, ${role}::role from jsonb_to_recordset(${rows}) as row(id uuid)`;
}
