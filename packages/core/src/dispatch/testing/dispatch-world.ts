import { eq } from "drizzle-orm";
import type { Database } from "@tiffin/db/client";
import { offers, rides } from "@tiffin/db/schema/dispatch";
import { orders } from "@tiffin/db/schema/orders";
import { createTestDatabase } from "@tiffin/db/testing";
import { insertOrder, insertOrderAt, type FixtureKitchen, type FixtureOrder } from "@tiffin/db/testing/fixtures";
import { destination } from "@tiffin/domain/geo/distance";
import type { Location } from "@tiffin/domain/geo/location";
import {
  createLocationIngest,
  PositionFeed,
  refreshSheets,
  Streets,
  type LocationIngest,
} from "../../location/index.ts";
import { transitionOrder } from "../../lifecycle/index.ts";
import { createRealtime } from "../../realtime/index.ts";
import { closeRedis, openRedis, type RedisClient } from "../../redis/index.ts";
import type { DispatchServices, MatchServices } from "../services.ts";

/** A database and a Redis of a test file's own, with riders who can be put on the map. */
export interface DispatchWorld {
  readonly db: Database;
  readonly databaseUrl: string;
  readonly redis: RedisClient;
  readonly services: DispatchServices & MatchServices;
  readonly location: LocationIngest;
  /** A paid order at a kitchen, and riders on shift in a row from its door eastwards. */
  open(options?: { riders?: number; metersApart?: number }): Promise<FixtureOrder>;
  /** One more paid order at a kitchen that is open already. Returns its id. */
  orderAt(kitchen: FixtureKitchen, dropoff?: Location): Promise<string>;
  /** A rider's phone says where it is. */
  ping(riderId: string, place: Location, more?: object): Promise<void>;
  order(orderId: string): Promise<typeof orders.$inferSelect>;
  ride(orderId: string): Promise<typeof rides.$inferSelect>;
  offersOf(orderId: string): Promise<(typeof offers.$inferSelect)[]>;
  close(): Promise<void>;
}

/** The addresses that the tests' global setup provides. */
export interface TestServers {
  readonly postgresUrl: string;
  readonly redisUrl: string;
  readonly soketi: { host: string; port: number; appId: string; key: string; secret: string };
}

/** `redisDatabase`: each test file has its own, because it may be flushed. */
export async function createDispatchWorld(servers: TestServers, redisDatabase: number): Promise<DispatchWorld> {
  const database = await createTestDatabase(servers.postgresUrl);
  const { db } = database;
  const address = new URL(servers.redisUrl);
  address.pathname = `/${redisDatabase}`;
  const redis = openRedis(address.href, { name: "dispatch-test" });
  await redis.flushdb();
  const streets = new Streets();
  const { soketi } = servers;
  const at = { host: soketi.host, port: soketi.port, tls: false };
  const realtime = createRealtime({ appId: soketi.appId, key: soketi.key, secret: soketi.secret, ...at, public: at });
  const feed = new PositionFeed(realtime);
  const location = createLocationIngest({ db, redis, feed });
  const one = <T>(rows: T[]): T => {
    const [row] = rows;
    if (row === undefined) throw new Error("no such row");
    return row;
  };
  const confirm = (orderId: string) =>
    transitionOrder(db, {
      orderId,
      command: { type: "confirm" },
      actor: { type: "system", id: null },
      now: new Date(),
    });
  const world: DispatchWorld = {
    db,
    databaseUrl: database.url,
    redis,
    location,
    services: {
      db,
      redis,
      streets,
      findRoute: async (cityId, from, to) => (await streets.of(db, cityId, new Date())).route(from, to),
    },
    async open({ riders = 1, metersApart = 50 } = {}) {
      const fixture = await insertOrder(db, { riders });
      const { orderId, riderIds } = fixture;
      await confirm(orderId);
      await refreshSheets({ db, redis }, riderIds);
      for (const [index, riderId] of riderIds.entries()) {
        await world.ping(riderId, destination(fixture.location, 90, (index + 1) * metersApart));
      }
      return fixture;
    },
    async orderAt(kitchen, dropoff) {
      const { orderId } = await insertOrderAt(db, kitchen, dropoff);
      await confirm(orderId);
      return orderId;
    },
    async ping(riderId, place, more = {}) {
      const answer = await location.ingest(riderId, [{ lat: place.lat, lng: place.lng, ...more }], new Date());
      if (answer.accepted !== 1) throw new Error(`the ping was refused: ${JSON.stringify(answer.rejected)}`);
    },
    order: async (orderId) => one(await db.select().from(orders).where(eq(orders.id, orderId))),
    ride: async (orderId) => one(await db.select().from(rides).where(eq(rides.orderId, orderId))),
    offersOf: (orderId) => db.select().from(offers).where(eq(offers.orderId, orderId)).orderBy(offers.seq),
    async close() {
      await location.close();
      await feed.close();
      realtime.close();
      await redis.flushdb();
      await Promise.all([closeRedis(redis), database.close()]);
    },
  };
  return world;
}
