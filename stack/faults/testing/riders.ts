import { randomUUID } from "node:crypto";
import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { insertKitchen, insertRider } from "@tiffin/db/testing/fixtures";
import { destination } from "@tiffin/domain/geo/distance";
import { type Customer, signIn } from "./customer.ts";
import { eventually } from "./eventually.ts";
import type { FaultWorld } from "./fault-world.ts";

const offerSchema = z.object({ rideId: z.string(), offerSeq: z.number(), expiresAt: z.string() });
export type OpenOffer = z.infer<typeof offerSchema>;
const currentSchema = z.object({ offer: offerSchema.optional(), rides: z.array(z.object({ orderId: z.string() })) });
const tokensSchema = z.object({ accessToken: z.string() });
const problemSchema = z.object({ code: z.string().default("") });

const PING_MS = 2_000;
const LOOK_MS = 200;

/** Somebody on shift whose phone says every two seconds where it is, through the gateway's public door. */
export interface Rider {
  readonly riderId: string;
  /** Asks the door, as an app does that has heard nothing. */
  current(): Promise<z.infer<typeof currentSchema>>;
  /** The offer that is open, or the next one to come. */
  nextOffer(): Promise<OpenOffer>;
  /** Answers `<status>` or `<status> <code>`; rejects when the connection breaks. */
  answer(action: "accept" | "decline", offer: Pick<OpenOffer, "rideId" | "offerSeq">): Promise<string>;
  /** The same until the door is there. */
  insist(action: "accept" | "decline", offer: Pick<OpenOffer, "rideId" | "offerSeq">): Promise<string>;
  /** Says yes to what is offered, until it counts or the signal comes. */
  takesWhatComes(until?: AbortSignal): Promise<void>;
}

export interface RiderOptions {
  readonly cityId: string;
  readonly at: { readonly lat: number; readonly lng: number };
  /** How far the phone's clock goes ahead. */
  readonly clockAheadMs?: number;
}

/** Comes on shift and stays there until the signal. */
export async function comeOnShift(world: FaultWorld, options: RiderOptions, signal: AbortSignal): Promise<Rider> {
  const { db, gateway } = world;
  setMaxListeners(0, signal);
  const riderId = await insertRider(db, options.cityId);
  const [user] = await db.$client<{ phone: string }[]>`
    update users set is_demo = true where id = ${riderId} returning phone`;

  async function call(method: string, path: string, body?: unknown, token?: string): Promise<Response> {
    return fetch(new URL(path, gateway.url), {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(15_000)]),
    });
  }
  await call("POST", "/v1/auth/otp", { phone: user?.phone });
  const answer = await call("POST", "/v1/auth/token", { phone: user?.phone, otp: "000000" });
  const { accessToken } = tokensSchema.parse(await answer.json());

  let seq = 0;
  async function ping(): Promise<boolean> {
    seq += 1;
    const recordedAt = new Date(Date.now() + (options.clockAheadMs ?? 0)).toISOString();
    const response = await call("POST", "/v1/riders/location", { ...options.at, recordedAt, seq }, accessToken);
    return z.object({ accepted: z.number() }).parse(await response.json()).accepted === 1;
  }
  await eventually(ping);
  // A ping that is lost is no loss: the next one follows.
  const timer = setInterval(() => void ping().catch(() => undefined), PING_MS);
  signal.addEventListener("abort", () => clearInterval(timer));

  const rider: Rider = {
    riderId,
    async current() {
      return currentSchema.parse(await (await call("GET", "/v1/rides/current", undefined, accessToken)).json());
    },
    async nextOffer() {
      for (;;) {
        const { offer } = await rider.current().catch(() => ({ offer: undefined }));
        if (offer !== undefined) return offer;
        signal.throwIfAborted();
        await sleep(LOOK_MS);
      }
    },
    async answer(action, { rideId, offerSeq }) {
      const response = await call("PATCH", `/v1/rides/${rideId}`, { action, offerSeq }, accessToken);
      const { code } = problemSchema.parse(await response.json());
      return `${response.status} ${code}`.trim();
    },
    async insist(action, offer) {
      let said = "";
      await eventually(async () => {
        said = await rider.answer(action, offer);
        return !said.startsWith("50");
      });
      return said;
    },
    async takesWhatComes(until = signal) {
      while (!until.aborted) {
        const { offer } = await rider.current().catch(() => ({ offer: undefined }));
        if (offer !== undefined && (await rider.answer("accept", offer).catch(() => "")) === "200") return;
        await sleep(LOOK_MS);
      }
    },
  };
  return rider;
}

/** A town of its own: a kitchen, somebody hungry, and riders in a row from its door, who are asked one after the other. */
export interface Town {
  readonly customer: Customer;
  readonly first: Rider;
  readonly second: Rider;
  /** Places an order; its id. */
  order(): Promise<string>;
  /** Places an order and waits until the first rider is asked. */
  readonly offered: () => Promise<{ orderId: string; offer: OpenOffer }>;
}

export async function foundTown(
  world: FaultWorld,
  signal: AbortSignal,
  clocksAheadMs: readonly [number, number] = [0, 0],
): Promise<Town> {
  const kitchen = await insertKitchen(world.db);
  // What is ready soon is offered at once.
  await world.db.$client`update restaurants set prep_minutes = 1 where id = ${kitchen.restaurantId}`;
  const rider = (metersAway: number, clockAheadMs: number) =>
    comeOnShift(
      world,
      { cityId: kitchen.cityId, at: destination(kitchen.location, 90, metersAway), clockAheadMs },
      signal,
    );
  const [customer, first, second] = await Promise.all([
    signIn(world, kitchen),
    rider(50, clocksAheadMs[0]),
    rider(600, clocksAheadMs[1]),
  ]);
  async function order(): Promise<string> {
    // In cash, so that nobody else's slowness plays a part.
    const { status, body } = await customer.place(randomUUID(), "cash");
    if (status !== 201) throw new Error(`not placed: ${status} ${body.code}`);
    return body.id;
  }
  return {
    customer,
    first,
    second,
    order,
    async offered() {
      const orderId = await order();
      return { orderId, offer: await first.nextOffer() };
    },
  };
}

/** Whether all of these offers can still be answered. */
export function areOpen(...asked: readonly { readonly offer: OpenOffer }[]): boolean {
  return asked.every(({ offer }) => Date.now() < Date.parse(offer.expiresAt));
}
