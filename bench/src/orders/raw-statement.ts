import { randomBytes, randomUUID } from "node:crypto";
import { closeDatabase, openDatabase, type Database } from "@tiffin/db/client";
import { newId } from "@tiffin/db/ids";
import { findOrderRecord, isNumberTaken } from "@tiffin/db/queries/orders";
import { insertPlacement, type PlacementRows } from "@tiffin/db/queries/placement";
import { orderNumber } from "@tiffin/domain/order/order-number";
import { closedLoop, timed } from "../harness/closed-loop.ts";
import { holdRelay } from "../search/world/hold-relay.ts";
import type { Setting } from "./setting.ts";

const CONNECTIONS = 16;
const TEMPLATES = 200;
const SECONDS = 10;

type Template = Omit<PlacementRows, "outbox">;

/**
 * Orders a second that Postgres takes from the one statement that writes an order, with nothing else about it: no
 * gateway, no pricing, no confirmation. The rows are those of orders that were placed before, with new ids. The change
 * relay rests meanwhile.
 */
export async function rawStatementRate({ stack, sql, progress }: Setting): Promise<number> {
  progress.say(`the bare statement for ${SECONDS} s`);
  const relay = await holdRelay(stack.urls.postgres);
  const db = openDatabase(stack.urls.postgres, { applicationName: "bench-orders", maxConnections: CONNECTIONS });
  try {
    const templates = await readTemplates(db, sql);
    let next = 0;
    const write = () => insertPlacement(db, copyOf(templates[next++ % templates.length]!));
    // Among so many, a number is met twice now and then: the product draws another, too.
    const writeAnyway = () =>
      write().catch((error: unknown) => (isNumberTaken(error) ? write() : Promise.reject(error)));
    const { durations, seconds } = await closedLoop(CONNECTIONS, SECONDS, () => timed(writeAnyway));
    return durations.length / seconds;
  } finally {
    await closeDatabase(db);
    await relay.release();
  }
}

async function readTemplates(db: Database, sql: Setting["sql"]): Promise<Template[]> {
  const ids = await sql<{ id: string }[]>`select id from orders order by placed_at desc limit ${TEMPLATES}`;
  const records = await Promise.all(ids.map(({ id }) => findOrderRecord(db, id)));
  const templates = records.flatMap((record) => {
    const event = record?.events[0];
    if (record === undefined || event === undefined || record.payment === null) return [];
    return [{ order: record.order, items: record.items, payment: record.payment, event }];
  });
  if (templates.length === 0) throw new Error("there is no order to copy");
  return templates;
}

function copyOf({ order, items, payment, event }: Template): PlacementRows {
  const orderId = newId();
  const paymentId = newId();
  return {
    order: {
      ...order,
      id: orderId,
      idempotencyKey: randomUUID(),
      number: orderNumber(randomBytes(8)),
      status: "CREATED",
    },
    items: items.map((item) => ({ ...item, id: newId(), orderId })),
    payment: {
      ...payment,
      id: paymentId,
      orderId,
      idempotencyKey: paymentId,
      status: "CREATED",
      providerReference: null,
    },
    event: { ...withoutPosition(event), id: newId(), orderId },
    outbox: {
      id: newId(),
      topic: "order/created",
      subjectId: orderId,
      payload: factsOf(order, orderId),
      createdAt: new Date(),
    },
  };
}

/** The database counts positions itself. */
function withoutPosition(event: Template["event"] & { readonly position?: number }): Template["event"] {
  const { position: _, ...rest } = event;
  return rest;
}

function factsOf({ cityId, restaurantId, customerId }: Template["order"], orderId: string) {
  return { orderId, cityId, restaurantId, customerId, status: "CREATED" } as const;
}
