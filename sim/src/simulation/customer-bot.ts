import { randomUUID } from "node:crypto";
import type { Random } from "@tiffin/db/seed/random";
import { isTerminal } from "@tiffin/domain/order/status";
import { channels, riderLocationSchema } from "@tiffin/domain/wire/live";
import { addressSchema, orderSchema, quoteSchema } from "@tiffin/domain/wire/orders";
import type { Address, Order } from "@tiffin/domain/wire/orders";
import { menuSchema, restaurantPageSchema } from "@tiffin/domain/wire/restaurants";
import { z } from "zod";
import { ApiError } from "../http/session.ts";
import type { Session } from "../http/session.ts";
import type { LiveChannels } from "../live/live-channels.ts";
import { pause } from "../pause.ts";
import type { OrderRecord, Tally } from "./records.ts";

const hungers = [
  "biryani",
  "dosa",
  "pizza",
  "noodles",
  "thali",
  "roll",
  "juice",
  "cake",
  undefined,
  undefined,
  undefined,
];

/** How people pay, and what they run into. */
const payments: readonly (readonly [{ type: "card" | "upi" | "cash"; token: string }, number])[] = [
  [{ type: "card", token: "tok_ok" }, 62],
  [{ type: "upi", token: "vpa_ok" }, 14],
  [{ type: "upi", token: "vpa_pending" }, 5],
  [{ type: "cash", token: "" }, 10],
  [{ type: "card", token: "tok_declined" }, 3],
  [{ type: "card", token: "tok_slow" }, 2],
  [{ type: "card", token: "tok_timeout_after" }, 2],
  [{ type: "card", token: "tok_timeout_before" }, 1],
  [{ type: "card", token: "tok_error" }, 1],
];

export interface CustomerBotOptions {
  session: Session;
  live: LiveChannels | undefined;
  tally: Tally;
  /** Kitchens that nobody cooks in while the bots play. */
  avoid: ReadonlySet<string>;
}

/** Somebody hungry: looks around, fills a cart, asks for the price, pays, and watches until the food is there. */
export class CustomerBot {
  readonly #options: CustomerBotOptions;
  #addresses: Address[] | undefined;

  constructor(options: CustomerBotOptions) {
    this.#options = options;
  }

  /** Places one order and follows it to its end. Never throws: what went wrong is in the tally. */
  async order(random: Random, signal: AbortSignal): Promise<void> {
    const { tally, session } = this.#options;
    try {
      const order = await this.#place(random);
      if (order) await this.#watch(order, signal);
    } catch (error) {
      if (signal.aborted || session.signal.aborted) return;
      if (error instanceof ApiError && error.status >= 400 && error.status < 500) count(tally.refusals, error.code);
      else tally.faults.push(error instanceof Error ? error.message : String(error));
    }
  }

  async #place(random: Random): Promise<OrderRecord | undefined> {
    const { session, tally } = this.#options;
    this.#addresses ??= await this.#readAddresses();
    const address = random.pick(this.#addresses);
    const restaurantId = await this.#chooseKitchen(address, random);
    if (restaurantId === undefined) {
      count(tally.refusals, "NOTHING_OPEN");
      return undefined;
    }
    const items = await this.#fillCart(restaurantId, random);
    const tip = random.chance(0.25) ? random.pick([1_000, 2_000, 3_000]) : 0;
    const cart = { restaurantId, items, addressId: address.id, ...(tip > 0 && { tip }) };
    const quote = await session.send(quoteSchema, "POST", "/v1/orders/quote", cart);
    if (!quote.deliverable) {
      count(tally.refusals, quote.reason?.code ?? "NOT_DELIVERABLE");
      return undefined;
    }
    const { type, token } = random.weighted(payments);
    // Some clients say what is none of their business; it must change nothing.
    const cheek = random.chance(0.1) ? { total: { amount: 1, currency: "INR" }, customerId: randomUUID() } : {};
    const body = { ...cart, ...cheek, paymentMethod: { type, ...(token !== "" && { token }) } };
    const key = { "idempotency-key": randomUUID() };
    const { body: order } = await session.call(orderSchema, "POST", "/v1/orders", body, key);
    const record: OrderRecord = {
      id: order.id,
      number: order.number,
      customerPhone: session.phone,
      quoted: quote.total.amount,
      total: order.total.amount,
      method: type,
      token,
      placedAt: Date.now(),
      status: order.status,
      cancelReason: undefined,
      endedAt: undefined,
      timeline: order.timeline,
      replayedAs: undefined,
      arrivalsTold: [],
    };
    tally.orders.set(order.id, record);
    // A phone that lost the answer sends the same again.
    if (random.chance(0.1)) {
      const again = await session.call(orderSchema, "POST", "/v1/orders", body, key);
      record.replayedAs = again.body.id;
    }
    if (random.chance(0.03)) {
      await session
        .call(z.unknown(), "POST", `/v1/orders/${order.id}/cancel`, { reason: "changed my mind" })
        .catch((error: unknown) => {
          if (!(error instanceof ApiError) || error.status >= 500) throw error;
        });
    }
    return record;
  }

  async #readAddresses(): Promise<Address[]> {
    const listed = z.union([z.array(addressSchema), z.object({ items: z.array(addressSchema) })]);
    const answer = await this.#options.session.get(listed, "/v1/addresses");
    const addresses = Array.isArray(answer) ? answer : answer.items;
    if (addresses.length === 0) throw new Error(`${this.#options.session.phone} has no address`);
    return addresses;
  }

  async #chooseKitchen({ location }: Address, random: Random): Promise<string | undefined> {
    const { session, avoid } = this.#options;
    for (const q of [random.pick(hungers), undefined]) {
      const query = new URLSearchParams({
        lat: String(location.lat),
        lng: String(location.lng),
        openNow: "true",
        limit: "50",
      });
      if (q !== undefined) query.set("q", q);
      const { items } = await session.get(restaurantPageSchema, `/v1/restaurants?${query.toString()}`);
      const choice = items.filter(({ id, canDeliver, isOpen }) => canDeliver && isOpen && !avoid.has(id));
      if (choice.length > 0) return random.pick(choice.slice(0, 25)).id;
    }
    return undefined;
  }

  async #fillCart(restaurantId: string, random: Random) {
    const menu = await this.#options.session.get(menuSchema, `/v1/restaurants/${restaurantId}/menu`);
    const dishes = menu.sections.flatMap(({ items }) => items).filter(({ available }) => available);
    return random.sample(dishes, random.int(1, 4)).map((dish) => ({
      menuItemId: dish.id,
      quantity: random.weighted([
        [1, 7],
        [2, 3],
      ]),
      optionIds: dish.optionGroups.flatMap(({ min, max, options }) =>
        random.sample(options, Math.min(max, Math.max(min, random.chance(0.25) ? 1 : 0))).map(({ id }) => id),
      ),
    }));
  }

  async #watch(record: OrderRecord, signal: AbortSignal): Promise<void> {
    const { session, live, tally } = this.#options;
    const channel = channels.order(record.id);
    live?.listen(session, channel, (event, data) => {
      if (event !== "rider.location") return;
      const position = riderLocationSchema.safeParse(data);
      if (!position.success) return;
      const now = Date.now();
      const { recordedAt, etaMinutes } = position.data;
      tally.positionDelays.push(now - Date.parse(recordedAt));
      if (etaMinutes !== null) record.arrivalsTold.push({ at: now, ...etaMinutes });
    });
    try {
      while (!signal.aborted && !isTerminal(record.status)) {
        await pause(4_000, signal);
        // An order is followed to its end, also when nobody answers for longer than a call waits.
        await read(record, session).catch((error: unknown) => {
          if (error instanceof ApiError && isFinal(error)) throw error;
        });
      }
    } finally {
      live?.leave(channel);
    }
  }
}

/** One last look at the orders whose end nobody saw. */
export async function lookAgain(tally: Tally, account: (phone: string) => Session): Promise<void> {
  const open = [...tally.orders.values()].filter(({ status }) => !isTerminal(status));
  const looks = await Promise.allSettled(open.map((record) => read(record, account(record.customerPhone))));
  for (const look of looks) if (look.status === "rejected") tally.faults.push(String(look.reason));
}

async function read(record: OrderRecord, session: Session): Promise<void> {
  take(record, await session.get(orderSchema, `/v1/orders/${record.id}`));
}

/** Asking again would change nothing. */
function isFinal({ status }: ApiError): boolean {
  return status >= 400 && status < 500 && status !== 401 && status !== 429;
}

/** Keeps what an order has become. */
function take(record: OrderRecord, order: Order): void {
  record.status = order.status;
  record.timeline = order.timeline;
  record.cancelReason = order.cancelReason;
  if (isTerminal(order.status)) record.endedAt ??= Date.parse(order.timeline.at(-1)?.at ?? new Date().toISOString());
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
