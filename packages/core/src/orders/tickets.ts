import type { z } from "zod";
import { isId } from "@tiffin/db/ids";
import { findOrder, findOrderRecord, findOrderRecords, ticketIds, type TicketFilter } from "@tiffin/db/queries/orders";
import { findRestaurant, isStaffOf, restaurantIdsOfStaff } from "@tiffin/db/queries/restaurants";
import { DomainError, notFound } from "@tiffin/domain/errors";
import { addDays, instantsOf } from "@tiffin/domain/opening-hours/local-time";
import type { OrderCommand } from "@tiffin/domain/order/decide";
import type { delayTicketSchema, Ticket, ticketQuerySchema } from "@tiffin/domain/wire/kitchen";
import { transitionOrder } from "../lifecycle/index.ts";
import { hideEndedRides } from "../location/index.ts";
import { ticketDueAt, ticketWire } from "./ticket-wire.ts";
import type { OrderServices } from "./services.ts";

type KitchenServices = Pick<OrderServices, "db" | "redis">;
export type TicketQuery = z.output<typeof ticketQuerySchema>;

const MAX_TICKETS = 200;
/** A whole day of one kitchen. */
const MAX_TICKETS_OF_A_DAY = 500;
/** What is done stays on the board for a day. */
const DONE_FOR_MS = 24 * 3_600_000;

/** The orders of the caller's restaurants, those that must be ready first on top. @throws DomainError NOT_FOUND, VALIDATION_FAILED */
export async function listTickets(
  { db }: KitchenServices,
  staffId: string,
  query: TicketQuery,
  now: Date,
): Promise<{ items: Ticket[] }> {
  const own = await restaurantIdsOfStaff(db, staffId);
  if (query.restaurantId !== undefined && !own.includes(query.restaurantId)) throw notFound("restaurant");
  const restaurantIds = query.restaurantId === undefined ? own : [query.restaurantId];
  const filter = ticketFilter(query.status ?? "open", now);
  const ids =
    query.date === undefined
      ? await ticketIds(db, restaurantIds, filter, MAX_TICKETS)
      : await ticketIds(
          db,
          restaurantIds,
          { ...filter, ...(await dayOf(db, restaurantIds, query.date)) },
          MAX_TICKETS_OF_A_DAY,
        );
  const records = await findOrderRecords(db, ids);
  return {
    items: records
      .sort((a, b) => ticketDueAt(a).getTime() - ticketDueAt(b).getTime() || (a.order.id < b.order.id ? -1 : 1))
      .map((record) => ticketWire(record)),
  };
}

/** From midnight to midnight on the clock of the one restaurant that is meant. */
async function dayOf(
  db: KitchenServices["db"],
  [restaurantId, ...others]: readonly string[],
  date: string,
): Promise<{ placedFrom: Date; placedBefore: Date }> {
  const record = restaurantId === undefined ? undefined : await findRestaurant(db, restaurantId);
  if (record === undefined) throw notFound("restaurant");
  if (others.length > 0) {
    throw new DomainError("VALIDATION_FAILED", "You work for more than one restaurant: say which.", {
      fields: [{ path: "restaurantId", message: "needed with a date by staff of more than one restaurant" }],
    });
  }
  const midnight = (day: string) => new Date(instantsOf(day, 0, record.city.timeZone)[0]!);
  return { placedFrom: midnight(date), placedBefore: midnight(addDays(date, 1)) };
}

/** Takes an order on; it will be ready in `prepMinutes`. @throws DomainError NOT_FOUND, ILLEGAL_TRANSITION */
export function acceptTicket(
  services: KitchenServices,
  staffId: string,
  orderId: string,
  prepMinutes: number,
  now: Date,
): Promise<Ticket> {
  return kitchenCommand(services, staffId, orderId, { type: "accept", prepMinutes }, now);
}

/** Needs longer for what it took on. @throws DomainError NOT_FOUND, ILLEGAL_TRANSITION */
export function delayTicket(
  services: KitchenServices,
  staffId: string,
  orderId: string,
  { minutes, readyBy }: z.output<typeof delayTicketSchema>,
  now: Date,
): Promise<Ticket> {
  const seen = readyBy === undefined ? undefined : new Date(readyBy);
  return kitchenCommand(services, staffId, orderId, { type: "delay", minutes, readyBy: seen }, now);
}

/** Refuses an order: it is cancelled and the customer gets the money back. @throws DomainError NOT_FOUND, ORDER_NOT_CANCELLABLE */
export function rejectTicket(
  services: KitchenServices,
  staffId: string,
  orderId: string,
  reason: string,
  now: Date,
): Promise<Ticket> {
  return kitchenCommand(services, staffId, orderId, { type: "cancel", reason: "kitchen_rejected", note: reason }, now);
}

/** The food is ready to be fetched. @throws DomainError NOT_FOUND, ILLEGAL_TRANSITION */
export function markReady(services: KitchenServices, staffId: string, orderId: string, now: Date): Promise<Ticket> {
  return kitchenCommand(services, staffId, orderId, { type: "mark-ready" }, now);
}

async function kitchenCommand(
  services: KitchenServices,
  staffId: string,
  orderId: string,
  command: OrderCommand,
  now: Date,
): Promise<Ticket> {
  const { db } = services;
  const order = isId(orderId) ? await findOrder(db, orderId) : undefined;
  if (order === undefined || !(await isStaffOf(db, staffId, order.restaurantId))) throw notFound("order");
  const { riderId, status } = await transitionOrder(db, {
    orderId,
    command,
    actor: { type: "staff", id: staffId },
    now,
  });
  if (status === "CANCELLED") await hideEndedRides(services, [riderId]);
  const record = await findOrderRecord(db, orderId);
  if (record === undefined) throw notFound("order");
  return ticketWire(record);
}

function ticketFilter(status: NonNullable<TicketQuery["status"]>, now: Date): TicketFilter {
  const doneSince = new Date(now.getTime() - DONE_FOR_MS);
  switch (status) {
    case "new":
      return { statuses: ["CONFIRMED", "ASSIGNED"], accepted: false, ready: false };
    case "cooking":
      return { statuses: ["CONFIRMED", "ASSIGNED"], accepted: true, ready: false };
    case "ready":
      return { statuses: ["CONFIRMED", "ASSIGNED", "READY"], ready: true };
    case "open":
      return { statuses: ["CONFIRMED", "ASSIGNED", "READY"] };
    case "done":
      return { statuses: ["PICKED_UP", "DELIVERED", "CANCELLED"], placedFrom: doneSince };
    case "CREATED":
    case "PAYMENT_PENDING":
      // Not paid yet: none of the kitchen's business.
      return { statuses: [] };
    default:
      return { statuses: [status] };
  }
}
