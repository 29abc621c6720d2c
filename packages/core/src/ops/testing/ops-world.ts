import { eq } from "drizzle-orm";
import type { Database } from "@tiffin/db/client";
import { newId } from "@tiffin/db/ids";
import { insertPayment } from "@tiffin/db/queries/payments";
import { opsCities } from "@tiffin/db/schema/ops";
import { orders } from "@tiffin/db/schema/orders";
import { createTestDatabase } from "@tiffin/db/testing";
import { insertOrder, insertUser, type FixtureOrder } from "@tiffin/db/testing/fixtures";
import type { OrderCommand } from "@tiffin/domain/order/decide";
import { transitionOrder } from "../../lifecycle/index.ts";
import { closeRedis, openRedis } from "../../redis/index.ts";
import type { OpsServices } from "../index.ts";

export interface OpsWorld {
  readonly services: OpsServices;
  /** An operator of the whole platform. */
  readonly opsId: string;
  close(): Promise<void>;
}

/** A database and a Redis with an operator. As the crow flies, a meter takes a tenth of a second. */
export async function openOpsWorld(postgresUrl: string, redisUrl: string): Promise<OpsWorld> {
  const database = await createTestDatabase(postgresUrl);
  const redis = openRedis(redisUrl, { name: "ops-test" });
  const services: OpsServices = {
    db: database.db,
    redis,
    cursorSecret: "a secret of the test",
    findTravel: async (_cityId, to, from) =>
      from.map((place) => {
        const meters = Math.round(111_000 * Math.hypot(place.lat - to.lat, place.lng - to.lng));
        return { distanceMeters: meters, durationSeconds: meters / 10 };
      }),
  };
  return {
    services,
    opsId: await insertUser(database.db, "ops", "Farah"),
    async close() {
      await closeRedis(redis);
      await database.close();
    },
  };
}

/** An operator who is kept to one city. */
export async function operatorOf(db: Database, cityId: string): Promise<string> {
  const userId = await insertUser(db, "ops", "Gita");
  await db.insert(opsCities).values({ userId, cityId });
  return userId;
}

/** Authorised by the gateway's sandbox. */
export async function payOrder(db: Database, orderId: string): Promise<void> {
  const [order] = await db.select().from(orders).where(eq(orders.id, orderId));
  const key = newId();
  await insertPayment(db, {
    id: key,
    orderId,
    provider: "sandbox",
    method: "card",
    status: "AUTHORIZED",
    currency: "INR",
    amount: order?.total ?? 0,
    idempotencyKey: key,
  });
}

/** A paid order, two riders on shift, and what else is to happen to it. */
export async function paidOrder(db: Database, ...commands: OrderCommand[]): Promise<FixtureOrder> {
  const fixture = await insertOrder(db, { riders: 2 });
  const { orderId } = fixture;
  await payOrder(db, orderId);
  const actor = { type: "system", id: null } as const;
  const all: OrderCommand[] = [{ type: "confirm" }, ...commands];
  for (const command of all) await transitionOrder(db, { orderId, command, actor, now: new Date() });
  return fixture;
}

/** What a use case refuses with; "done" when it doesn't. */
export const refusal = (act: Promise<unknown>): Promise<string | undefined> =>
  act.then(
    () => "done",
    (error: { code?: string }) => error.code,
  );
