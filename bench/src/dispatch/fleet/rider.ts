import { setTimeout as pause } from "node:timers/promises";
import type postgres from "postgres";
import PusherModule from "pusher-js";
import type { default as PusherClient, Options } from "pusher-js";
import { WebSocket } from "ws";
import { z } from "zod";
import { offerNudgeSchema, channels, liveAuthAnswerSchema } from "@tiffin/domain/wire/live";
import type { HttpClient } from "../../harness/http.ts";
import { RAW_EVENT, type FleetOutcome, type FleetPlan } from "./fleet-plan.ts";

// pusher-js is CommonJS without a default of its own: Node hands over the module's whole export.
const Pusher = PusherModule as unknown as new (key: string, options: Options) => PusherClient;

const METERS_PER_DEGREE = 111_320;
const STROLL_METERS = 20;
const MOST_FAULTS = 20;

const currentSchema = z.object({
  rides: z.array(z.object({ id: z.string(), orderId: z.string(), restaurant: z.object({ id: z.string() }) })),
});

export interface FleetServices {
  readonly plan: FleetPlan;
  readonly http: HttpClient;
  /** For the PIN that the customer says at the door. */
  readonly sql: postgres.Sql;
  readonly outcome: FleetOutcome;
}

/**
 * A rider with a phone of their own: a socket for positions, a socket for what is live, and plain calls for the taps.
 * Says yes to everything after a moment's thought, carries it for some seconds and is free again. What is offered while
 * they still have their hands full (another order on the way, or the next one before the phone has heard that the last
 * one is done) they answer right after.
 */
export class FleetRider {
  readonly #services: FleetServices;
  readonly #me: FleetPlan["riders"][number];
  #stream: WebSocket | undefined;
  #pusher: PusherClient | undefined;
  #offered: { readonly rideId: string; readonly offerSeq: number } | null = null;
  #isBusy = false;
  #isOver = false;

  constructor(services: FleetServices, me: FleetPlan["riders"][number]) {
    this.#services = services;
    this.#me = me;
  }

  /** Resolves once the rider can be found and hears what is offered. */
  async goOnShift(): Promise<void> {
    const { http, plan } = this.#services;
    const { status, body } = await http.send("PUT", "/v1/riders/shift", this.#me.token, { online: true });
    if (status !== 200) throw new Error(`a rider can't come on shift: ${status} ${body.slice(0, 200)}`);
    await this.#openStream();
    this.#ping();
    await this.#listen();
    void this.#pingAgain(plan.pingEveryMs);
  }

  close(): void {
    this.#isOver = true;
    this.#pusher?.disconnect();
    this.#stream?.close();
  }

  #openStream(): Promise<void> {
    const url = new URL("/v1/riders/stream", this.#services.plan.gatewayUrl);
    url.protocol = "ws:";
    const stream = new WebSocket(url, [`bearer.${this.#me.token}`]);
    this.#stream = stream;
    return new Promise((resolve, reject) => {
      stream.once("open", resolve);
      stream.once("error", reject);
      stream.on("close", () => {
        if (!this.#isOver) this.#fault("a stream of positions was closed");
      });
    });
  }

  #listen(): Promise<void> {
    const { live } = this.#services.plan;
    const pusher = new Pusher(live.key, {
      cluster: "",
      wsHost: live.host,
      wsPort: live.port,
      forceTLS: false,
      enabledTransports: ["ws"],
      disableStats: true,
      channelAuthorization: {
        transport: "ajax",
        endpoint: "",
        customHandler: ({ socketId, channelName }, callback) => {
          this.#sign(socketId, channelName).then(
            (auth) => callback(null, { auth }),
            (error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), null),
          );
        },
      },
    });
    this.#pusher = pusher;
    const channel = pusher.subscribe(channels.rider(this.#me.id));
    channel.bind("offer.created", (data: unknown) => this.#hear(data));
    channel.bind(RAW_EVENT, ({ at }: { at: number }) => this.#services.outcome.raw.push(Date.now() - at));
    return new Promise((resolve, reject) => {
      channel.bind("pusher:subscription_succeeded", () => resolve());
      channel.bind("pusher:subscription_error", () => reject(new Error("a rider may not hear their own channel")));
    });
  }

  async #sign(socketId: string, channelName: string): Promise<string> {
    const body = { socket_id: socketId, channel_name: channelName };
    const answer = await this.#services.http.send("POST", "/v1/live/auth", this.#me.token, body);
    return liveAuthAnswerSchema.parse(JSON.parse(answer.body)).auth;
  }

  #hear(data: unknown): void {
    const at = Date.now();
    const { rideId, offerSeq } = offerNudgeSchema.parse(data);
    this.#services.outcome.heard.push({ rideId, seq: offerSeq, at });
    this.#offered = { rideId, offerSeq };
    if (!this.#isBusy) void this.#work();
  }

  async #work(): Promise<void> {
    this.#isBusy = true;
    while (this.#offered !== null && !this.#isOver) {
      const { rideId, offerSeq } = this.#offered;
      this.#offered = null;
      await this.#carry(rideId, offerSeq).catch((error: unknown) =>
        this.#fault(error instanceof Error ? error.message : String(error)),
      );
    }
    this.#isBusy = false;
  }

  async #carry(rideId: string, offerSeq: number): Promise<void> {
    const { http, plan, outcome, sql } = this.#services;
    const { token } = this.#me;
    await pause(between(plan.thinkMs));
    const answer = await http.send("PATCH", `/v1/rides/${rideId}`, token, { action: "accept", offerSeq });
    if (answer.status !== 200) {
      outcome.refused[answer.status] = (outcome.refused[answer.status] ?? 0) + 1;
      return;
    }
    outcome.accepted += 1;
    // One offer may be several orders.
    const { rides } = currentSchema.parse(JSON.parse((await http.get("/v1/rides/current", token)).body));
    for (const { orderId, restaurant } of rides) {
      await http.send("POST", `/v1/kitchen/orders/${orderId}/ready`, plan.staffTokens[restaurant.id] ?? "");
    }
    await pause(between(plan.carryMs));
    for (const { id } of rides) await http.send("POST", `/v1/rides/${id}/picked-up`, token);
    for (const { id, orderId } of rides) {
      const [order] = await sql<{ pin: string }[]>`select delivery_pin as pin from orders where id = ${orderId}`;
      const delivered = await http.send("POST", `/v1/rides/${id}/delivered`, token, { pin: order?.pin });
      if (delivered.status === 200) outcome.delivered += 1;
      else this.#fault(`delivered: ${delivered.status} ${delivered.body.slice(0, 200)}`);
    }
  }

  async #pingAgain(everyMs: FleetPlan["pingEveryMs"]): Promise<void> {
    while (!this.#isOver) {
      await pause(between(everyMs));
      this.#ping();
    }
  }

  #ping(): void {
    if (this.#isOver || this.#stream?.readyState !== WebSocket.OPEN) return;
    const stray = () => ((Math.random() - 0.5) * 2 * STROLL_METERS) / METERS_PER_DEGREE;
    const ping = { lat: this.#me.lat + stray(), lng: this.#me.lng + stray(), accuracy: 8, seq: Date.now() };
    this.#stream.send(JSON.stringify({ ...ping, recordedAt: new Date().toISOString() }));
    this.#services.outcome.pings += 1;
  }

  #fault(what: string): void {
    if (this.#services.outcome.faults.length < MOST_FAULTS) this.#services.outcome.faults.push(what);
  }
}

function between([low, high]: readonly [number, number]): number {
  return low + Math.random() * (high - low);
}
