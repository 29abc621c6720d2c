import { randomUUID } from "node:crypto";
import type { OrderCommand } from "@tiffin/domain/order/decide";
import { insertRider, type FixtureKitchen } from "@tiffin/db/testing/fixtures";
import { transitionOrder } from "../../../packages/core/src/lifecycle/index.ts";
import { booksOf, ordersUnder } from "./books.ts";
import type { Customer } from "./customer.ts";
import { eventually } from "./eventually.ts";
import type { FaultWorld } from "./fault-world.ts";
import type { GateCall } from "./http-gate.ts";

/** What kitchen, rider and ops do to an order; the money follows by itself, through the outbox and the worker. */
async function command({ db }: FaultWorld, orderId: string, ...commands: OrderCommand[]): Promise<void> {
  for (const each of commands) {
    await transitionOrder(db, { orderId, command: each, actor: { type: "system", id: null }, now: new Date() });
  }
}

export async function placePaid(customer: Customer): Promise<string> {
  const { status, body } = await customer.place(randomUUID());
  if (status !== 201) throw new Error(`not placed: ${status} ${body.code}`);
  return body.id;
}

export async function pickUp(world: FaultWorld, { cityId }: FixtureKitchen, orderId: string): Promise<void> {
  const riderId = await insertRider(world.db, cityId);
  await command(world, orderId, { type: "assign", riderId }, { type: "mark-ready" }, { type: "pick-up", riderId });
}

export async function pickUpPaid(world: FaultWorld, kitchen: FixtureKitchen, customer: Customer): Promise<string> {
  const orderId = await placePaid(customer);
  await pickUp(world, kitchen, orderId);
  await eventually(async () => (await booksOf(world, orderId)).payment === "CAPTURED");
  return orderId;
}

export const spill = (world: FaultWorld, orderId: string) =>
  command(world, orderId, { type: "cancel", reason: "ops", note: "spilled" });

export const isAuthorisation = ({ method, path }: GateCall) => method === "POST" && path === "/v1/payments";

/** The authorisation of the order that this key makes. */
export function authorisationOf(world: FaultWorld, key: string) {
  return async (call: GateCall) => {
    const [order] = isAuthorisation(call) ? await ordersUnder(world, key) : [];
    return order !== undefined && call.body.includes(order.id);
  };
}

/** The call that changes an order's charge. */
export function changeOf({ db }: FaultWorld, change: "capture" | "void" | "refunds", orderId: string) {
  return async ({ path }: GateCall) => {
    if (!path.endsWith(`/${change}`)) return false;
    const [row] = await db.$client<{ charge: string }[]>`
      select provider_reference as charge from payments where order_id = ${orderId}`;
    return path === `/v1/payments/${row?.charge}/${change}`;
  };
}
