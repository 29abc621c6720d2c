"use client";

import { MAX_PINGS_PER_BATCH } from "@tiffin/domain/wire/riders";
import { type Fix, fixFrom, isWorthSending } from "./fix.ts";
import { FixQueue } from "./fix-queue.ts";
import { LocationStream, type StreamState, type StreamTicket } from "./location-stream.ts";

export type GpsState = "off" | "asking" | "sharing" | "denied" | "unavailable";

export interface LocationSharing {
  readonly gps: GpsState;
  readonly stream: StreamState;
  readonly fix: Fix | null;
  /** Positions that wait for the network. */
  readonly queued: number;
  /** The server says that the shift is over: ended on another phone, or by the operator. */
  readonly offShift: boolean;
}

export const notSharing: LocationSharing = { gps: "off", stream: "closed", fix: null, queued: 0, offShift: false };

const DEFAULT_PING_SECONDS = 4;
/** A rider silent for 45 s counts as gone; a phone that stands still says in time that it is there. */
const LONGEST_SILENCE_SECONDS = 25;

/**
 * Shares the phone's position from its making until `stop`. Every fix worth sending goes to the queue first and leaves it
 * when the server has acknowledged it.
 */
export class LocationSharer {
  readonly #queue = new FixQueue();
  readonly #stream: LocationStream;
  readonly #onChange: (sharing: LocationSharing) => void;
  #sharing: LocationSharing = { ...notSharing, gps: "asking" };
  #watch: number | null = null;
  #keepalive: ReturnType<typeof setInterval> | undefined;
  #lastSent: Fix | null = null;
  #latest: GeolocationPosition | null = null;
  #nextPingSeconds = DEFAULT_PING_SECONDS;
  /** Grows over reloads too, so that the server never takes a new point for an old one. */
  #seq = Date.now();
  #draining = false;
  #stopped = false;

  constructor(getTicket: () => Promise<StreamTicket>, onChange: (sharing: LocationSharing) => void) {
    this.#onChange = onChange;
    this.#stream = new LocationStream(getTicket, (stream) => {
      this.#change({ stream });
      if (stream === "open") void this.#drain();
    });
    document.addEventListener("visibilitychange", this.#wake);
    window.addEventListener("online", this.#wake);
    this.#start();
    void this.#followPermission();
  }

  /** Asks the phone anew: a watch that was refused never speaks again by itself. */
  retry(): void {
    if (this.#stopped) return;
    if (this.#watch !== null) navigator.geolocation.clearWatch(this.#watch);
    this.#change({ gps: "asking" });
    this.#watchPosition();
  }

  /** Off shift there is no watch, no queue and no connection. */
  stop(): void {
    this.#stopped = true;
    if (this.#watch !== null) navigator.geolocation.clearWatch(this.#watch);
    clearInterval(this.#keepalive);
    document.removeEventListener("visibilitychange", this.#wake);
    window.removeEventListener("online", this.#wake);
    this.#stream.close();
    void this.#queue.clear().catch(() => {});
  }

  #start(): void {
    if (!("geolocation" in navigator)) return this.#change({ gps: "unavailable" });
    this.#watchPosition();
    this.#keepalive = setInterval(() => {
      if (this.#latest === null) return;
      const silentSeconds =
        this.#lastSent === null ? Infinity : (Date.now() - Date.parse(this.#lastSent.recordedAt)) / 1_000;
      if (silentSeconds < Math.min(this.#nextPingSeconds, LONGEST_SILENCE_SECONDS)) return;
      const { coords } = this.#latest;
      void this.#take({ coords, timestamp: Date.now(), toJSON: () => coords.toJSON() });
    }, 2_000);
  }

  #watchPosition(): void {
    this.#watch = navigator.geolocation.watchPosition(
      (position) => {
        this.#change({ gps: "sharing" });
        void this.#take(position);
      },
      (error) => this.#change({ gps: error.code === error.PERMISSION_DENIED ? "denied" : "unavailable" }),
      { enableHighAccuracy: true, maximumAge: 2_000, timeout: 20_000 },
    );
  }

  /** Allowed in the site settings while the app stood open: no tap needed. */
  async #followPermission(): Promise<void> {
    const permission = await navigator.permissions?.query({ name: "geolocation" }).catch(() => null);
    permission?.addEventListener("change", () => {
      if (permission.state === "granted" && this.#sharing.gps !== "sharing") this.retry();
    });
  }

  async #take(position: GeolocationPosition): Promise<void> {
    this.#latest = position;
    const fix = fixFrom(position, (this.#seq += 1));
    this.#change({ fix });
    if (!isWorthSending(fix, this.#lastSent, this.#nextPingSeconds)) return;
    this.#lastSent = fix;
    await this.#queue.add(fix).catch(() => {}); // A full disk: the marker still moves, late points are lost.
    await this.#drain();
  }

  async #drain(): Promise<void> {
    if (this.#draining) return;
    this.#draining = true;
    try {
      while (this.#stream.isOpen && !this.#stopped) {
        const batch = await this.#queue.oldest(MAX_PINGS_PER_BATCH);
        const last = batch.at(-1);
        if (last === undefined) break;
        const answer = await this.#stream.send(batch);
        this.#nextPingSeconds = answer.nextPingSeconds;
        await this.#queue.removeUpTo(last.seq);
        this.#change({ offShift: answer.rejected.some(({ code }) => code === "OFF_SHIFT") });
      }
    } catch {
      // Not acknowledged: it stays in the queue and goes with the next connection.
    } finally {
      this.#draining = false;
      this.#change({ queued: await this.#queue.count().catch(() => 0) });
    }
  }

  readonly #wake = (): void => {
    if (document.visibilityState === "visible") this.#stream.wake();
  };

  #change(part: Partial<LocationSharing>): void {
    if (this.#stopped) return;
    this.#sharing = { ...this.#sharing, ...part };
    this.#onChange(this.#sharing);
  }
}
