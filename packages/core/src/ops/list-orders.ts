import { z } from "zod";
import { findOrderRecords, type OrderRecord } from "@tiffin/db/queries/orders";
import {
  offersOfOrders,
  opsOrderPositions,
  type OfferRecord,
  type OpsOrderFilter,
  type OpsPosition,
} from "@tiffin/db/queries/ops";
import { opsScopeOf } from "@tiffin/db/queries/ops-scope";
import { groupBy } from "@tiffin/domain/collections/group-by";
import { ORDER_STATUSES, isTerminal, type OrderStatus } from "@tiffin/domain/order/status";
import type { OpsOrder, opsOrderPageSchema, opsOrderQuerySchema } from "@tiffin/domain/wire/ops";
import { orderWire } from "../orders/index.ts";
import { openCursor, sealCursor } from "../paging/index.ts";
import { cityOfOps } from "./scope.ts";
import type { OpsServices } from "./services.ts";

type Query = z.output<typeof opsOrderQuerySchema>;

const positionSchema = z.object({ placedAt: z.iso.datetime(), id: z.uuid() });

/**
 * Orders of the operator's cities, by when they were placed.
 * @throws DomainError VALIDATION_FAILED for a cursor of another list; NOT_FOUND for a city that is not theirs
 */
export async function listOpsOrders(
  { db, cursorSecret }: Pick<OpsServices, "db" | "cursorSecret">,
  opsId: string,
  query: Query,
  now: Date,
): Promise<z.infer<typeof opsOrderPageSchema>> {
  const filter = await filterOf(db, opsId, query);
  const scope = `ops-orders:${JSON.stringify(filter)}`;
  const after = query.cursor === undefined ? null : openCursor(cursorSecret, scope, query.cursor, positionSchema);
  const positions = await opsOrderPositions(
    db,
    filter,
    {
      after: after === null ? null : { id: after.id, placedAt: new Date(after.placedAt) },
      limit: query.limit + 1,
    },
    now,
  );
  const page = positions.slice(0, query.limit);
  const last = page.at(-1);
  const ids = page.map(({ id }) => id);
  const [records, offers] = await Promise.all([findOrderRecords(db, ids), offersOfOrders(db, ids)]);
  const offersOf = groupBy(offers, (offer) => offer.orderId);
  const stateOf = new Map(page.map((position) => [position.id, position]));
  return {
    items: records.map((record) =>
      opsOrderWire(record, stateOf.get(record.order.id) ?? nothingWrong, offersOf.get(record.order.id) ?? [], now),
    ),
    nextCursor:
      positions.length > page.length && last !== undefined
        ? sealCursor(cursorSecret, scope, { placedAt: last.placedAt.toISOString(), id: last.id })
        : null,
  };
}

const WAITING: readonly OrderStatus[] = ["CREATED", "PAYMENT_PENDING", "CONFIRMED"];
const OPEN = ORDER_STATUSES.filter((status) => !isTerminal(status));

async function filterOf(db: OpsServices["db"], opsId: string, query: Query): Promise<OpsOrderFilter> {
  const scope = query.city === undefined ? await opsScopeOf(db, opsId) : null;
  const cityIds =
    query.city === undefined ? scope && [...scope].toSorted() : [(await cityOfOps(db, opsId, query.city)).id];
  const view = query.view ?? (query.stuck === true ? "attention" : "all");
  const ofView = view === "waiting" ? WAITING : view === "open" ? OPEN : ORDER_STATUSES;
  const statuses = query.status === undefined ? ofView : ofView.filter((status) => status === query.status);
  return {
    cityIds,
    stuckOnly: view === "attention",
    ...(statuses === ORDER_STATUSES ? {} : { statuses }),
    reason: query.reason,
    search: query.q === undefined || query.q === "" ? undefined : query.q,
    oldestFirst: query.sort === "oldest",
  };
}

const nothingWrong = { stuck: null, waitsFor: null };

/** An order as it goes over the wire to operators. */
export function opsOrderWire(
  record: OrderRecord,
  { stuck, waitsFor }: Pick<OpsPosition, "stuck" | "waitsFor">,
  offers: readonly OfferRecord[],
  now: Date,
): OpsOrder {
  return {
    ...orderWire(record, { isCustomer: false }, now),
    stuck,
    waitsFor,
    riderId: record.order.riderId,
    customerName: record.customerName,
    offers: offers.map(offerWire),
  };
}

export const offerWire = ({ seq, riderId, riderName, status, createdAt }: OfferRecord): OpsOrder["offers"][number] => ({
  seq,
  riderId,
  riderName,
  status,
  createdAt: createdAt.toISOString(),
});
