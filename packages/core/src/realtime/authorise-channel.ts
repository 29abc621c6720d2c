import { and, eq } from "drizzle-orm";
import type { DatabaseOrTransaction } from "@tiffin/db/client";
import { isId } from "@tiffin/db/ids";
import { isInScope, opsScopeOf } from "@tiffin/db/queries/ops-scope";
import { restaurants } from "@tiffin/db/schema/catalog";
import { cities } from "@tiffin/db/schema/cities";
import { restaurantStaff } from "@tiffin/db/schema/identity";
import { orders } from "@tiffin/db/schema/orders";
import { DomainError } from "@tiffin/domain/errors";
import type { Role } from "@tiffin/domain/wire/identity";
import type { Realtime } from "./pusher-client.ts";

export interface ChannelCaller {
  readonly userId: string;
  readonly roles: readonly Role[];
}

/**
 * Lets a caller's socket into a channel that is theirs, and answers the signature for it.
 *
 * @throws DomainError FORBIDDEN for any other channel, whether or not it exists.
 */
export async function authoriseChannel(
  { db, realtime }: { readonly db: DatabaseOrTransaction; readonly realtime: Realtime },
  caller: ChannelCaller,
  socketId: string,
  channel: string,
): Promise<{ auth: string }> {
  if (!(await mayListen(db, caller, channel))) {
    throw new DomainError("FORBIDDEN", "This channel is not yours.");
  }
  return realtime.sign(socketId, channel);
}

async function mayListen(db: DatabaseOrTransaction, caller: ChannelCaller, channel: string): Promise<boolean> {
  const [, kind, id] = /^private-(order|rider|restaurant|ops)-(.+)$/.exec(channel) ?? [];
  if (kind === undefined || id === undefined || !isId(id)) return false;
  const isOps = caller.roles.includes("ops");
  switch (kind) {
    case "order":
      return mayFollowOrder(db, caller, id);
    case "rider":
      return caller.roles.includes("rider") && caller.userId === id;
    case "restaurant":
      return (isOps && (await operatesRestaurant(db, caller, id))) || (await worksAt(db, caller, id));
    case "ops":
      return isOps && (await isCity(db, id)) && isInScope(await opsScopeOf(db, caller.userId), id);
    default:
      return false;
  }
}

/** Its customer, the rider who carries it, the staff of its restaurant, and ops. */
async function mayFollowOrder(db: DatabaseOrTransaction, caller: ChannelCaller, orderId: string): Promise<boolean> {
  const [order] = await db
    .select({
      customerId: orders.customerId,
      riderId: orders.riderId,
      restaurantId: orders.restaurantId,
      cityId: orders.cityId,
    })
    .from(orders)
    .where(eq(orders.id, orderId));
  if (order === undefined) return false;
  return (
    order.customerId === caller.userId ||
    order.riderId === caller.userId ||
    (caller.roles.includes("ops") && isInScope(await opsScopeOf(db, caller.userId), order.cityId)) ||
    (await worksAt(db, caller, order.restaurantId))
  );
}

async function operatesRestaurant(
  db: DatabaseOrTransaction,
  caller: ChannelCaller,
  restaurantId: string,
): Promise<boolean> {
  const scope = await opsScopeOf(db, caller.userId);
  if (scope === null) return true;
  const rows = await db
    .select({ cityId: restaurants.cityId })
    .from(restaurants)
    .where(eq(restaurants.id, restaurantId));
  return rows.some(({ cityId }) => isInScope(scope, cityId));
}

async function isCity(db: DatabaseOrTransaction, cityId: string): Promise<boolean> {
  const rows = await db.select({ id: cities.id }).from(cities).where(eq(cities.id, cityId));
  return rows.length > 0;
}

async function worksAt(db: DatabaseOrTransaction, caller: ChannelCaller, restaurantId: string): Promise<boolean> {
  if (!caller.roles.includes("staff")) return false;
  const rows = await db
    .select({ userId: restaurantStaff.userId })
    .from(restaurantStaff)
    .where(and(eq(restaurantStaff.userId, caller.userId), eq(restaurantStaff.restaurantId, restaurantId)));
  return rows.length > 0;
}
