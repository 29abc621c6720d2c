import { expect, it } from "vitest";
import type { OutboxMessage } from "@tiffin/domain/outbox/messages";
import type { OutboxChange } from "../change.ts";
import { dispatchSink } from "./dispatch.ts";

const order = {
  orderId: "order",
  cityId: "city",
  restaurantId: "kitchen",
  customerId: "asha",
  status: "CONFIRMED",
} as const;
const delay = { minutes: 10, prepMinutes: 30 } as const;
const offer = { orderId: "order", rideId: "ride", riderId: "imran", seq: 1, position: 0 } as const;
const change = (message: OutboxMessage): OutboxChange => ({ kind: "outbox", id: "1", message, createdAt: new Date() });

async function nudgesOf(message: OutboxMessage): Promise<string[]> {
  const heard: string[] = [];
  const sink = dispatchSink({
    wake: (cityId) => void heard.push(cityId),
    wakeForOrders: async (orderIds) => void heard.push(...orderIds.map((id) => `the city of ${id}`)),
    sweep: () => Promise.reject(new Error("nobody asked for that")),
  });
  if (sink.wants(change(message))) await sink.deliver([change(message)]);
  return heard;
}

it.each<[string, OutboxMessage, string[]]>([
  ["an order is paid", { topic: "order/confirmed", data: order }, ["city"]],
  ["a rider gets free", { topic: "rider/available", data: { riderId: "imran", cityId: "city" } }, ["city"]],
  ["food without a rider is ready", { topic: "order/ready", data: { ...order, riderId: null } }, ["city"]],
  ["food with a rider is ready", { topic: "order/ready", data: { ...order, riderId: "imran" } }, []],
  [
    "food without a rider is put off",
    { topic: "order/delayed", data: { ...order, riderId: null, ...delay } },
    ["city"],
  ],
  ["food with a rider is put off", { topic: "order/delayed", data: { ...order, riderId: "imran", ...delay } }, []],
  ["a rider says no", { topic: "offer/settled", data: { ...offer, outcome: "DECLINED" } }, ["the city of order"]],
  ["a rider says yes", { topic: "offer/settled", data: { ...offer, outcome: "ACCEPTED" } }, []],
  ["an order is brought", { topic: "order/delivered", data: { ...order, riderId: "imran", isCash: false } }, []],
])("%s", async (_, message, nudges) => {
  expect(await nudgesOf(message)).toEqual(nudges);
});
