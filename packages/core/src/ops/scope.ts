import type { DatabaseOrTransaction } from "@tiffin/db/client";
import { isId } from "@tiffin/db/ids";
import { findCityBySlug, type CityRow } from "@tiffin/db/queries/cities";
import { findOrderRecord, type OrderRecord } from "@tiffin/db/queries/orders";
import { isInScope, opsScopeOf } from "@tiffin/db/queries/ops-scope";
import { notFound } from "@tiffin/domain/errors";

/** A city that the operator works for. @throws DomainError NOT_FOUND, for one that is not theirs too */
export async function cityOfOps(db: DatabaseOrTransaction, opsId: string, slug: string): Promise<CityRow> {
  const [city, scope] = await Promise.all([findCityBySlug(db, slug), opsScopeOf(db, opsId)]);
  if (city === undefined || !isInScope(scope, city.id)) throw notFound("city");
  return city;
}

/** An order of a city that the operator works for. @throws DomainError NOT_FOUND, for one of another city too */
export async function orderOfOps(db: DatabaseOrTransaction, opsId: string, orderId: string): Promise<OrderRecord> {
  const [record, scope] = await Promise.all([
    isId(orderId) ? findOrderRecord(db, orderId) : undefined,
    opsScopeOf(db, opsId),
  ]);
  if (record === undefined || !isInScope(scope, record.order.cityId)) throw notFound("order");
  return record;
}

/** Anything of a city, if the operator works there. @throws DomainError NOT_FOUND */
export async function inScopeOrNotFound(
  db: DatabaseOrTransaction,
  opsId: string,
  cityId: string | undefined,
  what: string,
): Promise<string> {
  if (cityId === undefined || !isInScope(await opsScopeOf(db, opsId), cityId)) throw notFound(what);
  return cityId;
}
