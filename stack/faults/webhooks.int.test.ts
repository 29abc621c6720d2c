import { createHmac, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { insertKitchen } from "@tiffin/db/testing/fixtures";
import { booksOf, mistakesInTheBooks } from "./testing/books.ts";
import { type Customer, signIn } from "./testing/customer.ts";
import { eventually } from "./testing/eventually.ts";
import { createFaultWorld, type FaultWorld } from "./testing/fault-world.ts";
import type { GateCall } from "./testing/http-gate.ts";

const WEEK_SECONDS = 7 * 24 * 3_600;

let world: FaultWorld;
let customer: Customer;
beforeAll(async () => {
  world = await createFaultWorld({ postgresUrl: inject("postgresUrl"), soketi: inject("soketi") });
  customer = await signIn(world, await insertKitchen(world.db));
});
afterAll(() => world.close());

const eventIn = ({ body }: GateCall) =>
  JSON.parse(body) as { id: string; type: string; data: { payment: { reference: string } } };
const about = (orderId: string, type?: string) => (call: GateCall) => {
  const event = eventIn(call);
  return event.data.payment.reference === orderId && (type === undefined || event.type === type);
};
const webhooksOf = (orderId: string, type?: string) => world.webhooks.calls.filter(about(orderId, type));

/** An order whose card waits for its holder's yes. */
async function placeWith3ds(): Promise<{ orderId: string; approve: () => Promise<void> }> {
  const { status, body } = await customer.place(randomUUID(), "tok_3ds");
  expect(status).toBe(202);
  const [row] = await world.db.$client<{ url: string }[]>`
    select next_action ->> 'url' as url from payments where order_id = ${body.id}`;
  return { orderId: body.id, approve: () => world.sandbox.answerChallenge(row!.url, "approve") };
}

/** A webhook as anybody could send it who knew the secret. */
async function send(body: string, { secret = world.webhookSecret, at = Date.now() / 1_000 } = {}) {
  const t = Math.floor(at);
  const v1 = createHmac("sha256", secret).update(`${t}.${body}`).digest("hex");
  const response = await fetch(`${world.gateway.url}/v1/webhooks/sandbox`, {
    method: "POST",
    headers: { "content-type": "application/json", "sandbox-signature": `t=${t},v1=${v1}` },
    body,
  });
  const { outcome, code } = (await response.json()) as { outcome?: string; code?: string };
  return { status: response.status, said: outcome ?? code };
}

/** How often the house was told that an order is paid. */
async function confirmationsOf(orderId: string): Promise<number> {
  const [row] = await world.db.$client<{ count: number }[]>`
    select count(*)::int as count from outbox where subject_id = ${orderId} and topic = 'order/confirmed'`;
  return row?.count ?? 0;
}
const isConfirmed = async (orderId: string) => (await booksOf(world, orderId)).order === "CONFIRMED";

describe("webhooks of a payment", () => {
  it("that come twice count once", async () => {
    await world.sandbox.fault({ kind: "webhook_duplicate" });
    const { orderId, approve } = await placeWith3ds();
    await approve();
    await eventually(() => Promise.resolve(webhooksOf(orderId, "payment.authorized").length >= 2));
    await eventually(() => isConfirmed(orderId));
    await world.sandbox.healthy();
    expect(await confirmationsOf(orderId)).toBe(1);
    expect(await booksOf(world, orderId)).toMatchObject({ payment: "AUTHORIZED", charges: ["authorized"] });
  });

  it("that come in reverse leave the order where it is", async () => {
    const { orderId, approve } = await placeWith3ds();
    await approve();
    await eventually(() => isConfirmed(orderId));
    await customer.cancel(orderId);
    await eventually(() => Promise.resolve(webhooksOf(orderId, "payment.voided").length > 0));
    const cancelled = { order: "CANCELLED", payment: "VOIDED", charges: ["voided"] };
    await eventually(async () => (await booksOf(world, orderId)).payment === "VOIDED");
    const bodies = webhooksOf(orderId).map(({ body }) => body);
    // Under ids of their own, so that they are no repeats of what was processed.
    for (const body of bodies.toReversed()) {
      const late = JSON.stringify({ ...(JSON.parse(body) as object), id: `evt_${randomUUID()}` });
      expect(await send(late)).toMatchObject({ status: 200 });
      expect(await booksOf(world, orderId)).toEqual(cancelled);
    }
    expect(await confirmationsOf(orderId)).toBe(1);
  });

  it("that are forged, or replayed after a week, are refused; one that is sent again is known", async () => {
    const { orderId, approve } = await placeWith3ds();
    const held = world.webhooks.hold("request", about(orderId, "payment.authorized"));
    const forged = JSON.stringify({
      id: `evt_${randomUUID()}`,
      type: "payment.authorized",
      createdAt: new Date().toISOString(),
      data: { payment: { id: "pay_1", reference: orderId, idempotencyKey: randomUUID(), status: "authorized" } },
    });
    const refused = { status: 401, said: "SIGNATURE_INVALID" };
    expect(await send(forged, { secret: "whsec_of_somebody_else" })).toEqual(refused);
    expect(await isConfirmed(orderId)).toBe(false);

    await approve();
    const { body } = await held.reached;
    held.release();
    await eventually(() => isConfirmed(orderId));
    expect(await send(body, { at: Date.now() / 1_000 - WEEK_SECONDS })).toEqual(refused);
    expect((await send(body)).said).toMatch(/^(duplicate|known)$/);
    expect(await confirmationsOf(orderId)).toBe(1);
  });

  it("whose gateway is killed at that moment come again, freshly signed, and count once", async () => {
    const { orderId, approve } = await placeWith3ds();
    const held = world.webhooks.hold("answer", about(orderId, "payment.authorized"));
    await approve();
    await held.reached;
    await world.gateway.kill();
    held.lose();
    await world.gateway.start();
    // Signatures tell the second: what comes again within it has the same one.
    const signatures = () => new Set(comings().map(({ headers }) => headers["sandbox-signature"]));
    const comings = () => webhooksOf(orderId, "payment.authorized");
    await eventually(() => Promise.resolve(signatures().size >= 2));
    await eventually(() => isConfirmed(orderId));
    expect(new Set(comings().map((call) => eventIn(call).id)).size).toBe(1);
    expect(await confirmationsOf(orderId)).toBe(1);
    expect(await mistakesInTheBooks(world)).toEqual([]);
  });
});
