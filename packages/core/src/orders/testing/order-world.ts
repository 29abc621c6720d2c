import { randomUUID } from "node:crypto";
import { createTestDatabase } from "@tiffin/db/testing";
import type { Database } from "@tiffin/db/client";
import { insertCustomer, insertKitchen, type FixtureKitchen } from "@tiffin/db/testing/fixtures";
import type { PlaceOrder } from "@tiffin/domain/wire/orders";
import { createKitchenLoads } from "../../catalog/index.ts";
import { Streets } from "../../location/index.ts";
import { createCashGateway, createSandboxGateway } from "../../payments/index.ts";
import { SANDBOX_API_KEY, startTestSandbox, type TestSandbox } from "../../payments/testing/sandbox-process.ts";
import { closeRedis, openRedis, type RedisClient } from "../../redis/index.ts";
import type { OrderServices } from "../services.ts";

/** A database, Redis and the payment sandbox in its own process, with the services of this room over them. */
export interface OrderWorld {
  readonly db: Database;
  readonly databaseUrl: string;
  readonly redis: RedisClient;
  readonly sandbox: TestSandbox;
  readonly services: OrderServices;
  /** A kitchen that is always open and a customer 900 m away. */
  open(): Promise<Scene>;
  close(): Promise<void>;
}

export interface Scene extends FixtureKitchen {
  readonly customerId: string;
  readonly addressId: string;
  /** Two dosas by card; with changes. */
  cart(changes?: Partial<PlaceOrder>): PlaceOrder;
}

export async function createOrderWorld(postgresUrl: string, redisUrl: string): Promise<OrderWorld> {
  const [database, sandbox] = await Promise.all([createTestDatabase(postgresUrl), startTestSandbox()]);
  const { db } = database;
  const redis = openRedis(redisUrl, { name: "orders-test" });
  const streets = new Streets();
  const services: OrderServices = {
    db,
    redis,
    gateways: {
      online: createSandboxGateway({ url: sandbox.url, apiKey: SANDBOX_API_KEY, timeoutMs: 800 }),
      cash: createCashGateway(db),
    },
    kitchenLoads: createKitchenLoads(db, { maxAgeMs: 1 }),
    findTravel: async (cityId, to, from) => (await streets.of(db, cityId, new Date())).outlook(to, from),
    findRoute: async (cityId, from, to) => (await streets.of(db, cityId, new Date())).route(from, to),
    realtime: {
      stream: (channel, authEndpoint) => ({
        appKey: "key",
        host: "127.0.0.1",
        port: 6001,
        tls: false,
        channel,
        authEndpoint,
      }),
    },
    cursorSecret: randomUUID(),
    config: { demo: true, urls: { gatewayPublic: "http://127.0.0.1:4000", customer: "http://127.0.0.1:3000" } },
  };
  return {
    db,
    databaseUrl: database.url,
    redis,
    sandbox,
    services,
    async open() {
      const kitchen = await insertKitchen(db);
      const customer = await insertCustomer(db);
      return {
        ...kitchen,
        ...customer,
        cart: (changes = {}) => ({
          restaurantId: kitchen.restaurantId,
          addressId: customer.addressId,
          items: [{ menuItemId: kitchen.menuItemIds[0], quantity: 2 }],
          paymentMethod: { type: "card", token: "tok_ok" },
          ...changes,
        }),
      };
    },
    async close() {
      await Promise.all([closeRedis(redis), database.close(), sandbox.stop()]);
    },
  };
}
