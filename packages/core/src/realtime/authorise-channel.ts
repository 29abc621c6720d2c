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
import type { RedisClient } from "../redis/index.ts";
import type { Realtime } from "./pusher-client.ts";
import { rememberRiderSocket } from "./rider-sockets.ts";

export interface ChannelCaller {
  readonly userId: string;
  readonly roles: readonly Role[];
}

/**
 * Lets a caller's socket into a channel that is theirs, and answers the signature for it.
 *
 * A rider is let in for as long as they carry the order ({@link endRiderSockets}): the socket is written down first and the
 * order asked once more after, so that a ride that is taken away meanwhile either is seen here, or finds the socket.
 *
 * @throws DomainError FORBIDDEN for any other channel, whether or not it exists.
 */
export async function authoriseChannel(
  services: { readonly db: DatabaseOrTransaction; readonly realtime: Realtime; readonly redis: RedisClient },
  caller: ChannelCaller,
  socketId: string,
  channel: string,
): Promise<{ auth: string }> {
  const { db, realtime, redis } = services;
  const found = parseChannel(channel);
  let right = found && (await rightTo(db, caller, found));
  if (found && right === "carries") {
    await rememberRiderSocket(redis, { orderId: found.id, riderId: caller.userId, socketId });
    right = await rightTo(db, caller, found);
  }
  if (!right) throw new DomainError("FORBIDDEN", "This channel is not yours.");
  return realtime.sign(socketId, channel);
}

/** `carries`: for as long as the ride is the caller's. `owns`: for good. */
type Right = "carries" | "owns" | null;

interface Channel {
  readonly kind: string;
  readonly id: string;
}

function parseChannel(channel: string): Channel | null {
  const [, kind, id] = /^private-(order|rider|restaurant|ops)-(.+)$/.exec(channel) ?? [];
  return kind === undefined || id === undefined || !isId(id) ? null : { kind, id };
}

async function rightTo(db: DatabaseOrTransaction, caller: ChannelCaller, { kind, id }: Channel): Promise<Right> {
  if (kind === "order") return rightToOrder(db, caller, id);
  return (await mayListen(db, caller, { kind, id })) ? "owns" : null;
}

async function mayListen(db: DatabaseOrTransaction, caller: ChannelCaller, { kind, id }: Channel): Promise<boolean> {
  const isOps = caller.roles.includes("ops");
  switch (kind) {
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
async function rightToOrder(db: DatabaseOrTransaction, caller: ChannelCaller, orderId: string): Promise<Right> {
  const [order] = await db
    .select({
      customerId: orders.customerId,
      riderId: orders.riderId,
      restaurantId: orders.restaurantId,
      cityId: orders.cityId,
    })
    .from(orders)
    .where(eq(orders.id, orderId));
  if (order === undefined) return null;
  const owns =
    order.customerId === caller.userId ||
    (caller.roles.includes("ops") && isInScope(await opsScopeOf(db, caller.userId), order.cityId)) ||
    (await worksAt(db, caller, order.restaurantId));
  if (owns) return "owns";
  return order.riderId === caller.userId ? "carries" : null;
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
