import { sql } from "drizzle-orm";
import type { SearchDocument } from "@tiffin/domain/search/document";
import type { DatabaseOrTransaction } from "../client.ts";

/**
 * Those of the restaurants that exist and aren't deleted, as search wants them, with at most `dishLimit` dishes that are
 * on sale each, the most ordered first. One statement, and one value a restaurant: made by Postgres, since reading each
 * row of hours and dishes here takes several times as long.
 */
export async function readCatalogueDocuments(
  db: DatabaseOrTransaction,
  restaurantIds: readonly string[],
  dishLimit: number,
): Promise<SearchDocument[]> {
  if (restaurantIds.length === 0) return [];
  const rows = await db.execute<{ document: SearchDocument }>(sql`
    select json_build_object(
      'id', r.id,
      'cityId', r.city_id,
      'name', r.name,
      'localName', r.local_name,
      'cuisines', r.cuisines,
      'address', r.line1,
      'location', json_build_object('lat', r.lat, 'lng', r.lng),
      'rating', r.rating,
      'ratingCount', r.rating_count,
      'costForTwo', r.cost_for_two,
      'currency', c.currency,
      'timeZone', c.time_zone,
      'isPureVeg', r.is_pure_veg,
      'prepMinutes', r.prep_minutes,
      'deliveryRadiusMeters', r.delivery_radius_meters,
      'acceptingOrders', r.accepting_orders,
      'pausedUntil', to_char(r.paused_until at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'orderable', exists (select from menu_items i where i.restaurant_id = r.id and i.deleted_at is null),
      'hours', coalesce((
        select json_agg(json_build_object('weekday', weekday, 'opensMinute', opens_minute, 'closesMinute', closes_minute)
          order by weekday, opens_minute)
        from opening_hours where restaurant_id = r.id), '[]'),
      -- A year of past closures helps nobody; yesterday's may still count after midnight, wherever that is.
      'closures', coalesce((
        select json_agg(day order by day) from closures
        where restaurant_id = r.id and day >= current_date - 2), '[]'),
      'imageKey', r.image_key,
      'dishes', coalesce((
        select json_agg(json_build_object('id', id, 'name', name, 'price', price, 'isVeg', is_veg, 'popularity', popularity)
          order by popularity desc, position, id)
        from (
          select id, name, price, is_veg, popularity, position from menu_items
          where restaurant_id = r.id and deleted_at is null and available
          order by popularity desc, position, id
          limit ${dishLimit}) best), '[]')) as document
    from restaurants r join cities c on c.id = r.city_id
    where r.id = any(string_to_array(${restaurantIds.join(",")}::text, ',')::uuid[]) and r.deleted_at is null`);
  return rows.map((row) => row.document);
}
