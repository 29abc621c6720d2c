import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { z } from "zod";
import { restaurantPageSchema } from "@tiffin/domain/wire/restaurants";
import { orderSchema, quoteSchema, trackSchema } from "@tiffin/domain/wire/orders";
import { riderLocationSchema } from "@tiffin/domain/wire/live";
import { rideSchema } from "@tiffin/domain/wire/riders";
import { ticketListSchema } from "@tiffin/domain/wire/kitchen";
import {
  acceptOffer,
  assemble,
  cartOf,
  clearTheDesk,
  getOrder,
  goOffline,
  goOnline,
  placeOrder,
  rideAlong,
  statusIs,
  waitForOffer,
  type Cast,
} from "./src/actors.ts";
import { eventually } from "./src/eventually.ts";
import { HttpClient, idempotencyKey } from "./src/http-client.ts";
import { listen } from "./src/live.ts";
import { readStack } from "./src/read-stack.ts";
import type { Stack } from "./src/stack.ts";

let stack: Stack;
let cast: Cast;
beforeAll(async () => {
  stack = await readStack(inject("stackFile"));
  cast = await assemble(stack);
  await clearTheDesk(cast);
});
afterAll(() => goOffline(cast.rider));

describe("an order, over the public API alone", () => {
  it("travels from the search to the door, and the customer watches the rider come", async () => {
    const { customer, rider, staff } = cast;
    const { lat, lng } = stack.demo.city;
    const found = await customer.get(
      restaurantPageSchema,
      `/v1/restaurants?lat=${lat}&lng=${lng}&radiusKm=10&limit=50`,
    );
    expect(found.total).toBeGreaterThan(100);

    const { items, restaurant } = await cartOf(customer, cast.restaurantId);
    const cart = { restaurantId: restaurant.id, items, addressId: cast.addressId };
    const quote = await customer.post(quoteSchema, "/v1/orders/quote", cart);
    expect(quote.deliverable).toBe(true);

    const order = await customer.post(
      orderSchema,
      "/v1/orders",
      { ...cart, paymentMethod: { type: "card", token: "tok_ok" } },
      idempotencyKey(),
    );
    expect(order).toMatchObject({ status: "CONFIRMED", total: quote.total, payment: { status: "AUTHORIZED" } });
    expect(order.pin).toMatch(/^\d{4}$/);

    const track = await customer.get(trackSchema, `/v1/orders/${order.id}/track`);
    expect(track.stream.channel).toBe(`private-order-${order.id}`);
    const live = await listen(customer, track.stream);

    await goOnline(rider);
    const offer = await waitForOffer(rider, restaurant.location);
    const ride = await acceptOffer(rider, offer);
    expect(ride.orderId).toBe(order.id);
    await expect(acceptOffer(rider, offer)).rejects.toThrow(/409/);

    const tickets = await staff.get(ticketListSchema, "/v1/kitchen/orders?status=new");
    expect(tickets.items.map((ticket) => ticket.id)).toContain(order.id);
    await staff.post(z.unknown(), `/v1/kitchen/orders/${order.id}/accept`, { prepMinutes: 10 });
    const tooLate = await customer.request("POST", `/v1/orders/${order.id}/cancel`, {});
    expect(tooLate.status).toBe(409);
    await staff.post(z.unknown(), `/v1/kitchen/orders/${order.id}/ready`);
    await statusIs(customer, order.id, "READY");

    await rider.post(rideSchema, `/v1/rides/${ride.id}/arrived`);
    const carried = await rider.post(rideSchema, `/v1/rides/${ride.id}/picked-up`);
    expect(carried.route.to).toBe("customer");
    await rideAlong(rider, carried.route.polyline);
    await rider.post(rideSchema, `/v1/rides/${ride.id}/delivered`, { pin: order.pin });

    const delivered = await getOrder(customer, order.id);
    expect(delivered.status).toBe("DELIVERED");
    expect(delivered.timeline.map((entry) => entry.status)).toEqual([
      "CREATED",
      "CONFIRMED",
      "ASSIGNED",
      "READY",
      "PICKED_UP",
      "DELIVERED",
    ]);

    await eventually("the delivery on the order's channel", async () =>
      live.events.some((event) => event.name === "order.updated" && JSON.stringify(event.data).includes("DELIVERED")),
    );
    const positions = live.events
      .filter((event) => event.name === "rider.location")
      .map((event) => riderLocationSchema.parse(event.data));
    expect(positions.length).toBeGreaterThan(1);
    expect(positions.map((position) => position.seq)).toEqual(
      positions.map((position) => position.seq).toSorted((a, b) => a - b),
    );
    live.close();

    const paid = await eventually("the capture at the payment gateway", async () => {
      const payments = await auditPayments(stack, order.id);
      return payments.every((payment) => payment.status === "captured") && payments;
    });
    expect(paid).toEqual([expect.objectContaining({ amount: order.total.amount, captured: order.total.amount })]);
    const after = await customer.get(trackSchema, `/v1/orders/${order.id}/track`);
    expect(after.rider).toBeUndefined();
  });

  it("takes the same key twice and charges once", async () => {
    const { items } = await cartOf(cast.customer, cast.restaurantId);
    const body = {
      restaurantId: cast.restaurantId,
      items,
      addressId: cast.addressId,
      paymentMethod: { type: "card", token: "tok_ok" },
    };
    const key = idempotencyKey();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => cast.customer.request("POST", "/v1/orders", body, key)),
    );
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([201]));
    const ids = new Set(answers.map((answer) => orderSchema.parse(answer.body).id));
    expect(ids.size).toBe(1);
    const [orderId = ""] = ids;
    expect(await auditPayments(stack, orderId)).toHaveLength(1);

    const replay = await cast.customer.request("POST", "/v1/orders", body, key);
    expect([replay.status, replay.headers.get("idempotency-replayed")]).toEqual([201, "true"]);
    const otherBody = await cast.customer.request("POST", "/v1/orders", { ...body, tip: 500 }, key);
    expect([otherBody.status, otherBody.body]).toEqual([
      422,
      expect.objectContaining({ code: "IDEMPOTENCY_KEY_REUSED" }),
    ]);
    const noKey = await cast.customer.request("POST", "/v1/orders", body);
    expect([noKey.status, noKey.body]).toEqual([400, expect.objectContaining({ code: "IDEMPOTENCY_KEY_REQUIRED" })]);

    await cast.customer.post(z.unknown(), `/v1/orders/${orderId}/cancel`);
    await eventually("the authorisation is voided", async () =>
      (await auditPayments(stack, orderId)).every((payment) => payment.status === "voided"),
    );
  });

  it("answers a declined card with 402, and a 3DS step with 202 and where to go", async () => {
    const { items } = await cartOf(cast.customer, cast.restaurantId);
    const pay = (token: string) =>
      cast.customer.request(
        "POST",
        "/v1/orders",
        {
          restaurantId: cast.restaurantId,
          items,
          addressId: cast.addressId,
          paymentMethod: { type: "card", token },
        },
        idempotencyKey(),
      );
    const declined = await pay("tok_declined");
    expect([declined.status, declined.body]).toEqual([402, expect.objectContaining({ code: "PAYMENT_DECLINED" })]);
    const challenged = await pay("tok_3ds");
    const pending = orderSchema.parse(challenged.body);
    expect([challenged.status, pending.status]).toEqual([202, "PAYMENT_PENDING"]);
    const page = await fetch(pending.payment.nextAction?.url ?? "");
    expect(await page.text()).toMatch(/Approve/);
    await cast.customer.post(z.unknown(), `/v1/orders/${pending.id}/cancel`);
  });

  it("confirms by itself when the gateway acted but its answer was lost", async () => {
    const order = await placeOrder(cast, "tok_timeout_after");
    expect(order.status).toBe("PAYMENT_PENDING");
    await statusIs(cast.customer, order.id, "CONFIRMED", 60);
    expect(await auditPayments(stack, order.id)).toHaveLength(1);
    await cast.customer.post(z.unknown(), `/v1/orders/${order.id}/cancel`);
  });
});

describe("what is not yours", () => {
  it("is not there, and says so with a problem", async () => {
    const stranger = await assemble(stack, 1);
    const order = await placeOrder(cast);
    const peek = await stranger.customer.request("GET", `/v1/orders/${order.id}`);
    expect([peek.status, peek.headers.get("content-type")]).toEqual([
      404,
      expect.stringContaining("application/problem+json"),
    ]);
    const eavesdrop = await stranger.customer.request("POST", "/v1/live/auth", {
      socket_id: "1.1",
      channel_name: `private-order-${order.id}`,
    });
    expect(eavesdrop.status).toBe(403);
    const asRider = await cast.customer.request("GET", "/v1/rides/current");
    expect(asRider.status).toBe(403);
    const anonymous = await new HttpClient(stack.urls.gateway).request("GET", "/v1/orders");
    expect([anonymous.status, anonymous.body]).toEqual([401, expect.objectContaining({ code: "UNAUTHENTICATED" })]);
    await cast.customer.post(z.unknown(), `/v1/orders/${order.id}/cancel`);
  });
});

const paymentAudit = z.array(z.object({ id: z.string(), amount: z.int(), status: z.string(), captured: z.int() }));
async function auditPayments({ urls }: Stack, orderId: string) {
  const answer = await fetch(`${urls.paymentSandbox}/admin/payments?reference=${orderId}`);
  return paymentAudit.parse(await answer.json());
}
