import Pusher from "pusher-js";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { insertUser } from "@tiffin/db/testing/fixtures";
import { destination } from "@tiffin/domain/geo/distance";
import { channels } from "@tiffin/domain/wire/live";
import {
  acceptOffer,
  assignByHand,
  cancelUnanswered,
  cantDeliver,
  delivered,
  makeOffer,
  pickedUp,
  releaseSilentRiders,
} from "../dispatch/index.ts";
import { createDispatchWorld, type DispatchWorld } from "../dispatch/testing/dispatch-world.ts";
import { transitionOrder } from "../lifecycle/index.ts";
import { cancelOpsOrder } from "../ops/index.ts";
import { payOrder } from "../ops/testing/ops-world.ts";
import { rejectTicket } from "../orders/index.ts";
import { createRealtime, type Realtime } from "../realtime/index.ts";
import { closeRedis, openRedis } from "../redis/index.ts";
import { createLocationIngest, PositionFeed, refreshSheets } from "./index.ts";

/** No change relay runs here: what is hidden, the use case itself has hidden. */
let world: DispatchWorld;
let realtime: Realtime;
let pusher: Pusher;
const soketi = inject("soketi");
beforeAll(async () => {
  const servers = { postgresUrl: inject("postgresUrl"), redisUrl: inject("redisUrl"), soketi };
  world = await createDispatchWorld(servers, 48);
  const at = { host: soketi.host, port: soketi.port, tls: false };
  realtime = createRealtime({ appId: soketi.appId, key: soketi.key, secret: soketi.secret, ...at, public: at });
  pusher = new Pusher(soketi.key, {
    cluster: "",
    wsHost: soketi.host,
    wsPort: soketi.port,
    forceTLS: false,
    enabledTransports: ["ws"],
    channelAuthorization: {
      endpoint: "",
      transport: "ajax",
      customHandler: ({ socketId, channelName }, callback) => callback(null, realtime.sign(socketId, channelName)),
    },
  });
});
afterAll(async () => {
  pusher.disconnect();
  realtime.close();
  await world.close();
});

/** An order that its rider has accepted, food ready, and what its customer hears on its channel. */
async function carried() {
  const kitchen = await world.open({ riders: 2 });
  const [riderId, otherRider = ""] = kitchen.riderIds;
  const { orderId } = kitchen;
  await payOrder(world.db, orderId);
  const question = await makeOffer(
    world.services,
    {
      riderId,
      orders: [{ orderId, features: {} }],
      stops: [
        { kind: "pickup", orderIds: [orderId] },
        { kind: "dropoff", orderIds: [orderId] },
      ],
    },
    new Date(),
  );
  const [offer] = question ?? [];
  if (offer === undefined) throw new Error("nobody was asked");
  await acceptOffer(world.services, { ...offer, now: new Date() });
  await refreshSheets(world.services, kitchen.riderIds);

  const channel = channels.order(orderId);
  const heard = pusher.subscribe(channel);
  await new Promise((resolve) => heard.bind("pusher:subscription_succeeded", resolve));
  let meters = 0;
  return {
    ...kitchen,
    riderId,
    otherRider,
    tap: { rideId: offer.rideId, riderId, now: new Date() },
    /** Whether the customer hears of this rider's next position. */
    async isSeen() {
      const feed = new PositionFeed(realtime);
      const location = createLocationIngest({ db: world.db, redis: world.redis, feed });
      let seen = 0;
      const count = () => (seen += 1);
      heard.bind("rider.location", count);
      const place = destination(kitchen.location, 90, (meters += 10));
      expect(await location.ingest(riderId, [place], new Date())).toMatchObject({ accepted: 1 });
      await location.close();
      await feed.close();
      // A channel keeps its order: what was sent before this was heard before it.
      const end = new Promise((resolve) => heard.bind("order.updated", resolve));
      await realtime.publish({ channel, name: "order.updated", data: {} });
      await end;
      heard.unbind("rider.location", count).unbind("order.updated");
      return seen > 0;
    },
  };
}
type Carried = Awaited<ReturnType<typeof carried>>;

const system = { type: "system", id: null } as const;
const later = (minutes: number) => new Date(Date.now() + minutes * 60_000);
const cook = ({ orderId }: Carried) =>
  transitionOrder(world.db, { orderId, command: { type: "mark-ready" }, actor: system, now: new Date() });
const fetchFood = async (order: Carried) => {
  await cook(order);
  await pickedUp(world.db, order.tap);
};

const endings: Record<string, (order: Carried) => Promise<unknown>> = {
  "was delivered": async (order) => {
    await fetchFood(order);
    await delivered(world.services, { ...order.tap, pin: "4711" });
  },
  "could not be delivered": async (order) => {
    await fetchFood(order);
    await cantDeliver(world.services, { ...order.tap, reason: "food_damaged" });
  },
  "was given back by its rider": ({ tap }) => cantDeliver(world.services, { ...tap, reason: "vehicle" }),
  "was cancelled by an operator": async ({ orderId }) => {
    const opsId = await insertUser(world.db, "ops");
    await cancelOpsOrder(world.services, { opsId, now: new Date() }, orderId, "The street is closed");
  },
  "was refused by its kitchen": ({ staffId, orderId }) =>
    rejectTicket(world.services, staffId, orderId, "The oven is broken", new Date()),
  "was left unanswered by its kitchen": () => cancelUnanswered(world.services, later(20)),
  "was given to somebody else": ({ orderId, otherRider: riderId }) =>
    assignByHand(world.services, { orderId, riderId, actor: system, now: new Date() }),
  "was taken from a rider who fell silent": () => releaseSilentRiders(world.services, 600, later(20)),
};

describe("without a relay, nobody sees the rider of an order that", () => {
  it.each(Object.entries(endings))("%s", async (_, end) => {
    const order = await carried();
    expect(await order.isSeen()).toBe(true);
    await end(order);
    expect(await order.isSeen()).toBe(false);
  });
});

it("while Redis is away an order ends all the same", async () => {
  const { orderId, tap } = await carried();
  const away = openRedis("redis://127.0.0.1:1", { name: "away" });
  try {
    await cantDeliver({ ...world.services, redis: away }, { ...tap, reason: "vehicle" });
  } finally {
    await closeRedis(away);
  }
  expect(await world.order(orderId)).toMatchObject({ status: "CONFIRMED", riderId: null });
});
