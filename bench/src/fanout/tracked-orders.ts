import type postgres from "postgres";
import { closeDatabase, openDatabase } from "@tiffin/db/client";
import { insertOrderAt, type FixtureKitchen } from "@tiffin/db/testing/fixtures";
import type { Courier } from "../dispatch/couriers.ts";
import type { BenchStack } from "../harness/stack.ts";

export interface TrackedOrder {
  readonly orderId: string;
  readonly customerId: string;
  readonly riderId: string;
}

const AT_ONCE = 8;
const DOOR_DEGREES = 0.01;

/** Orders that are on their way, one for each of the first riders, as the rows of a dinner rush are. */
export async function putOnTheWay(
  { sql, stack }: { readonly sql: postgres.Sql; readonly stack: BenchStack },
  couriers: readonly Courier[],
): Promise<TrackedOrder[]> {
  const db = openDatabase(stack.urls.postgres, { applicationName: "bench-fanout", maxConnections: AT_ONCE });
  const { id: cityId, slug: citySlug } = stack.demo.city;
  const dishes = new Map(
    (
      await sql<{ restaurantId: string; id: string }[]>`
      select distinct on (restaurant_id) restaurant_id as "restaurantId", id from menu_items`
    ).map(({ restaurantId, id }) => [restaurantId, id]),
  );
  const tracked: TrackedOrder[] = [];
  let next = 0;
  try {
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        while (next < couriers.length) {
          const { id: riderId, kitchenId, lat, lng } = couriers[next++]!;
          const dish = dishes.get(kitchenId) ?? "";
          const kitchen: FixtureKitchen = {
            cityId,
            citySlug,
            restaurantId: kitchenId,
            staffId: "",
            menuItemIds: [dish, dish],
            location: { lat, lng },
          };
          const order = await insertOrderAt(db, kitchen, { lat: lat + DOOR_DEGREES, lng });
          tracked.push({ ...order, riderId });
        }
      }),
    );
    const rows = sql.json(tracked.map((order) => ({ ...order })));
    await sql`
      update orders set status = 'PICKED_UP', rider_id = "riderId", ready_at = now()
      from jsonb_to_recordset(${rows}) as row("orderId" uuid, "riderId" uuid) where orders.id = "orderId"`;
    await sql`
      insert into rides (id, order_id, city_id, rider_id, status, currency, pay, assigned_at, picked_up_at)
      select gen_random_uuid(), "orderId", ${cityId}, "riderId", 'PICKED_UP', 'INR', 4000, now(), now()
      from jsonb_to_recordset(${rows}) as row("orderId" uuid, "riderId" uuid)`;
    return tracked;
  } finally {
    await closeDatabase(db);
  }
}
