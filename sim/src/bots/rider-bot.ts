import { bearingDegrees, destination, distanceMeters } from "@tiffin/domain/geo/distance";
import { toLocation } from "@tiffin/domain/geo/location";
import type { Location, Polyline } from "@tiffin/domain/geo/location";
import { nearestOnLine, pointAlong, polylineMeters } from "@tiffin/domain/geo/polyline";
import { FENCE_RULES } from "@tiffin/domain/location/geofence";
import { channels } from "@tiffin/domain/wire/live";
import { answeredRideSchema, currentRidesSchema, rideSchema, shiftSchema } from "@tiffin/domain/wire/riders";
import type { Offer, Ride } from "@tiffin/domain/wire/riders";
import { ApiError, type Session } from "../http/session.ts";
import type { LiveChannels } from "../live/live-channels.ts";
import { RiderStream } from "../live/rider-stream.ts";
import type { Log } from "../log.ts";
import { Bell, pause } from "../pause.ts";
import type { IdleStreets } from "./idle-streets.ts";

export interface RiderBotOptions {
  session: Session;
  live: LiveChannels | undefined;
  streets: IdleStreets;
  /** Where the shift begins. */
  start: Location;
  /** Meters a second on the road. */
  speed: number;
  /** Times as fast as people at the doors. */
  pace?: number;
  /** How long handing over takes, ms; a moment without it. */
  handOverMs?: (() => number) | undefined;
  random: () => number;
  log: Log;
  /** What to say to an offer, the same each time it is looked at; yes without it. */
  answer?: (offer: Offer) => OfferAnswer;
  /** What came of an answer: it counted, or it was too late. */
  onAnswered?: (answer: OfferAnswer, counted: boolean) => void;
  onDelivered?: (ride: Ride) => void;
  /** Whether the rider of this ride rides off with the food and taps nothing; the same each time it is looked at. */
  forgetsToTap?: (ride: Ride) => boolean;
  onUntapped?: (ride: Ride) => void;
}

/** A rider may also put the phone back into the pocket. */
export type OfferAnswer = "accept" | "decline" | "ignore";

interface Stroll {
  line: Polyline;
  meters: number;
  direction: 1 | -1;
  until: number;
}

const pingMs = 3_000;
/** So far a rider who taps nothing rides off, and so long they wait there for the fence to notice. */
const LEFT_METERS = 250;
const LEFT_MS = 20_000;
/** A rider who stands still sends rarely, but often enough to count as present. */
const stillPingMs = 20_000;

/**
 * Rides for a living: waits on a street, takes what is offered, follows the ride's own route with a position every three
 * seconds, and taps at both doors. What to do next is always read from the server, so a nudge that is lost or a process
 * that is killed costs some seconds.
 */
export class RiderBot {
  readonly #options: RiderBotOptions;
  readonly #session: Session;
  readonly #stream: RiderStream;
  readonly #bell = new Bell();
  #at: Location;
  #heading: number | undefined;
  #lastPing = 0;
  #stroll: Stroll | undefined;
  #ignored: string | undefined;
  #cameAt = 0;
  #left: { readonly rideId: string; readonly at: number } | undefined;
  #route: { key: string; line: Polyline; meters: number; total: number } | undefined;

  constructor(options: RiderBotOptions) {
    this.#options = options;
    this.#session = options.session;
    this.#stream = new RiderStream(options.session);
    this.#at = options.start;
  }

  async run(signal: AbortSignal): Promise<void> {
    await this.#goOnShift(signal);
    while (!signal.aborted) {
      try {
        await this.#turn(signal);
      } catch (error) {
        if (signal.aborted) break;
        this.#options.log(`rider ${this.#session.phone}: ${error instanceof Error ? error.message : String(error)}`);
        await pause(3_000 + this.#options.random() * 4_000, signal);
      }
    }
    this.#stream.close();
  }

  async #goOnShift(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.#session.send(shiftSchema, "PUT", "/v1/riders/shift", { online: true });
        const user = this.#session.user;
        if (user) this.#options.live?.listen(this.#session, channels.rider(user.id), () => this.#bell.ring());
        await this.#ping(0, true);
        return;
      } catch (error) {
        if (signal.aborted) return;
        this.#options.log(`rider ${this.#session.phone}: ${error instanceof Error ? error.message : String(error)}`);
        await pause(5_000 + this.#options.random() * 5_000, signal);
      }
    }
  }

  async #turn(signal: AbortSignal): Promise<void> {
    const { offer, rides } = await this.#session.get(currentRidesSchema, "/v1/rides/current");
    const isAnswered = offer !== undefined && (await this.#answer(offer, signal));
    const ride = rides.find(({ status }) => status !== "DELIVERED" && status !== "CANCELLED");
    if (ride) await this.#advance(ride, rides.length === 1, signal);
    else if (!isAnswered) await this.#wait(signal);
  }

  /** False for an offer that is ignored. */
  async #answer(offer: Offer, signal: AbortSignal): Promise<boolean> {
    const { onAnswered } = this.#options;
    const action = this.#options.answer?.(offer) ?? "accept";
    if (action === "ignore") {
      const key = `${offer.rideId}/${offer.offerSeq}`;
      if (this.#ignored !== key) onAnswered?.(action, true);
      this.#ignored = key;
      return false;
    }
    // Nobody answers in no time; ten seconds is all there is.
    await pause(700 + this.#options.random() * 2_300, signal);
    try {
      const { rideId, offerSeq } = offer;
      await this.#session.send(answeredRideSchema, "PATCH", `/v1/rides/${rideId}`, { action, offerSeq });
      onAnswered?.(action, true);
    } catch (error) {
      // Somebody else's, or too late: the next turn asks again.
      if (!(error instanceof ApiError) || error.status !== 409) throw error;
      onAnswered?.(action, false);
      await pause(500, signal);
    }
    return true;
  }

  /** One step of a ride: along the route, or at one of its doors. Where it stands is the server's word. */
  async #advance(ride: Ride, isOnly: boolean, signal: AbortSignal): Promise<void> {
    this.#stroll = undefined;
    switch (ride.status) {
      case "ASSIGNED":
        if (await this.#reach(ride, ride.restaurant.location, signal)) await this.#arrive(ride, signal);
        return;
      case "AT_RESTAURANT":
        return this.#collect(ride, isOnly, signal);
      case "PICKED_UP":
        if (await this.#reach(ride, ride.dropoff.location, signal)) await this.#arrive(ride, signal);
        return;
      case "AT_CUSTOMER":
        // Led away from the door meanwhile (a stop that joined the route): back to it first.
        if (await this.#reach(ride, ride.dropoff.location, signal)) await this.#handOver(ride, signal);
        return;
      case "DELIVERED":
      case "CANCELLED":
        return;
    }
  }

  /** Whether the leg's end is reached; rides on a little otherwise. */
  async #reach(ride: Ride, target: Location, signal: AbortSignal): Promise<boolean> {
    this.#follow(ride);
    if (this.#route && this.#route.meters < this.#route.total) await this.#ride(signal);
    if (this.#route && this.#route.meters < this.#route.total) return false;
    this.#at = target;
    return true;
  }

  async #arrive(ride: Ride, signal: AbortSignal): Promise<void> {
    this.#cameAt = Date.now();
    await this.#ping(0, true);
    // The fences take two fixes for an arrival; the tap says it at once.
    await this.#dawdle(1_500, signal);
    await this.#ping(0, true);
    if (!(await this.#tap(ride, "arrived"))) await pause(2_000, signal);
  }

  async #collect(ride: Ride, isOnly: boolean, signal: AbortSignal): Promise<void> {
    if (ride.readyAt === undefined && ride.orderStatus !== "READY") {
      await this.#ping(0, false);
      await this.#bell.wait(4_000, signal);
      return;
    }
    const hasLeft = this.#left?.rideId === ride.id;
    if (!hasLeft && isOnly && this.#options.forgetsToTap?.(ride) === true) return this.#leave(ride, signal);
    if (hasLeft && Date.now() - this.#left!.at < LEFT_MS) {
      await this.#bell.wait(2_000, signal);
      return this.#ping(0, true);
    }
    await this.#dawdle(2_500, signal);
    if (!(await this.#tap(ride, "picked-up"))) await pause(2_000, signal);
  }

  /** Rides off with the food, after as long as a visit takes, and leaves it to the fence to notice. */
  async #leave(ride: Ride, signal: AbortSignal): Promise<void> {
    const from = ride.restaurant.location;
    await pause(Math.max(0, this.#cameAt + FENCE_RULES.visitMs + 2_000 - Date.now()), signal);
    await this.#ping(0, true);
    this.#options.onUntapped?.(ride);
    this.#heading = bearingDegrees(from, ride.dropoff.location);
    for (let meters = 0; meters < LEFT_METERS && !signal.aborted;) {
      await pause(pingMs, signal);
      meters += (this.#options.speed * pingMs) / 1_000;
      this.#at = destination(from, this.#heading, meters);
      await this.#ping(this.#options.speed, false);
    }
    this.#left = { rideId: ride.id, at: Date.now() };
  }

  async #handOver(ride: Ride, signal: AbortSignal): Promise<void> {
    const { handOverMs } = this.#options;
    await (handOverMs ? pause(handOverMs(), signal) : this.#dawdle(4_000, signal));
    await this.#ping(0, true);
    if (await this.#tap(ride, "delivered")) this.#options.onDelivered?.(ride);
    else await pause(2_000, signal);
  }

  /** As long as people take for it, at the pace of the simulation. */
  #dawdle(ms: number, signal: AbortSignal): Promise<void> {
    return pause(ms / (this.#options.pace ?? 1), signal);
  }

  /** Keeps to the route that the server gave for this leg; a new leg, or a new target, is a new route. */
  #follow(ride: Ride): void {
    const line: Polyline = ride.route.polyline;
    const end = line.at(-1);
    const key = `${ride.id}/${ride.route.to}/${end?.join(",") ?? ""}`;
    if (this.#route?.key === key) return;
    if (line.length < 2) {
      this.#route = { key, line, meters: 0, total: 0 };
      return;
    }
    const near = nearestOnLine(line, this.#at);
    this.#route = { key, line, meters: near.alongMeters, total: polylineMeters(line) };
  }

  /** Some pings' worth of riding, until the leg ends or there is news. */
  async #ride(signal: AbortSignal): Promise<void> {
    const route = this.#route!;
    for (let i = 0; i < 8 && route.meters < route.total && !signal.aborted; i++) {
      const before = Date.now();
      await this.#bell.wait(pingMs * (0.95 + this.#options.random() * 0.1), signal);
      const seconds = (Date.now() - before) / 1_000;
      // Nobody rides at an even pace.
      route.meters += this.#options.speed * (0.8 + this.#options.random() * 0.4) * seconds;
      const point = pointAlong(route.line, route.meters);
      this.#at = point.location;
      this.#heading = point.bearing;
      await this.#ping(this.#options.speed, false);
    }
  }

  async #tap(ride: Ride, tap: "arrived" | "picked-up" | "delivered"): Promise<boolean> {
    try {
      await this.#session.send(rideSchema, "POST", `/v1/rides/${ride.id}/${tap}`);
      return true;
    } catch (error) {
      if (!(error instanceof ApiError) || error.status < 400 || error.status >= 500) throw error;
      if (error.status !== 409) this.#options.log(`rider ${this.#session.phone}: ${error.message}`);
      return false;
    }
  }

  /** Stands at the kerb, and every few minutes strolls along the street. */
  async #wait(signal: AbortSignal): Promise<void> {
    this.#route = undefined;
    const now = Date.now();
    if (this.#stroll === undefined && this.#options.random() < 0.06) {
      const line = this.#options.streets.near(this.#at);
      const near = line && nearestOnLine(line, this.#at);
      if (line && near && near.distanceMeters < 400) {
        const direction = this.#options.random() < 0.5 ? 1 : -1;
        this.#stroll = {
          line,
          meters: near.alongMeters,
          direction,
          until: now + 30_000 + this.#options.random() * 60_000,
        };
      }
    }
    if (this.#stroll) {
      await this.#bell.wait(5_000, signal);
      this.#walk(this.#stroll, 5);
      await this.#ping(4, false);
      return;
    }
    await this.#ping(0, false);
    await this.#bell.wait(this.#options.live?.isConnected ? 15_000 : 4_000, signal);
  }

  #walk(stroll: Stroll, seconds: number): void {
    stroll.meters += stroll.direction * 5 * seconds;
    const point = pointAlong(stroll.line, stroll.meters);
    // A street may begin some way off; come to it rather than jump.
    if (distanceMeters(point.location, this.#at) < 120) this.#at = point.location;
    else this.#at = toLocation([(this.#at.lng + point.location.lng) / 2, (this.#at.lat + point.location.lat) / 2]);
    this.#heading = (point.bearing + (stroll.direction === 1 ? 0 : 180)) % 360;
    if (point.atEnd || stroll.meters <= 0 || Date.now() > stroll.until) this.#stroll = undefined;
  }

  async #ping(speed: number, now: boolean): Promise<void> {
    if (speed === 0 && !now && Date.now() - this.#lastPing < stillPingMs - 6_000) return;
    this.#lastPing = Date.now();
    await this.#stream.send(this.#at, { speed, ...(this.#heading === undefined ? {} : { heading: this.#heading }) });
  }
}
