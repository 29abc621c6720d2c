import { sql } from "drizzle-orm";
import type { Database } from "@tiffin/db/client";

/** So many restaurants with two dishes each, named "Kitchen 1", "Kitchen 2", … in the order of their ids. */
export async function insertManyRestaurants(db: Database, cityId: string, count: number): Promise<void> {
  await db.execute(sql`
    with made as (
      insert into restaurants (id, city_id, name, cuisines, lat, lng)
      select uuidv7(), ${cityId}, 'Kitchen ' || n, '{Thali}', 12.9 + n * 0.00001, 77.6
      from generate_series(1, ${count}::int) n
      returning id
    ), sections as (
      insert into menu_sections (id, restaurant_id, name, position) select uuidv7(), id, 'All', 0 from made
      returning id, restaurant_id
    )
    insert into menu_items (id, restaurant_id, section_id, name, price, is_veg, position)
    select uuidv7(), restaurant_id, id, dish, 9000, true, 0
    from sections cross join (values ('Masala Dosa'), ('Filter Coffee')) dishes(dish)`);
}
