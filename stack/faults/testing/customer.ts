import { randomUUID } from "node:crypto";
import { z } from "zod";
import { insertCustomer, type FixtureKitchen } from "@tiffin/db/testing/fixtures";
import type { FaultWorld } from "./fault-world.ts";

export interface Answer {
  readonly status: number;
  readonly isReplay: boolean;
  readonly body: { readonly id: string; readonly status: string; readonly code: string };
}

/** Somebody who orders through the gateway's public door, and repeats a key when an answer is lost. */
export interface Customer {
  readonly customerId: string;
  /** By card, or in `cash`. Rejects when the connection breaks before an answer. */
  place(key: string, token?: string, gatewayUrl?: string): Promise<Answer>;
  cancel(orderId: string): Promise<Answer>;
}

const tokensSchema = z.object({ accessToken: z.string() });
const answerSchema = z.object({
  id: z.string().default(""),
  status: z.coerce.string().default(""),
  code: z.string().default(""),
});

export async function signIn({ db, gateway }: FaultWorld, kitchen: FixtureKitchen): Promise<Customer> {
  const { customerId, addressId } = await insertCustomer(db);
  // A demo account: its one-time code is known.
  const [user] = await db.$client<{ phone: string }[]>`
    update users set is_demo = true where id = ${customerId} returning phone`;

  async function post(path: string, body: unknown, headers: Record<string, string> = {}, url = gateway.url) {
    const response = await fetch(new URL(path, url), {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
    return { response, json: await response.json().catch(() => ({})) };
  }
  await post("/v1/auth/otp", { phone: user?.phone });
  const { json } = await post("/v1/auth/token", { phone: user?.phone, otp: "000000" });
  const authorization = `Bearer ${tokensSchema.parse(json).accessToken}`;
  const answerOf = ({ response, json: body }: Awaited<ReturnType<typeof post>>): Answer => ({
    status: response.status,
    isReplay: response.headers.get("idempotency-replayed") === "true",
    body: answerSchema.parse(body),
  });

  return {
    customerId,
    async place(key, token = "tok_ok", url) {
      const order = {
        restaurantId: kitchen.restaurantId,
        addressId,
        items: [{ menuItemId: kitchen.menuItemIds[0], quantity: 2 }],
        paymentMethod: token === "cash" ? { type: "cash" } : { type: "card", token },
      };
      return answerOf(await post("/v1/orders", order, { authorization, "idempotency-key": key }, url));
    },
    async cancel(orderId) {
      const headers = { authorization, "idempotency-key": randomUUID() };
      return answerOf(await post(`/v1/orders/${orderId}/cancel`, {}, headers));
    },
  };
}
