"use client";

import { serverNow } from "@tiffin/ui/lib/server-clock";
import { MAX_PINGS_PER_BATCH, type PingAnswer } from "@tiffin/domain/wire/riders";
import { watchBattery } from "./battery.ts";
import { type Fix, fixFrom, stillHere, withMotion } from "./fix.ts";
import { FixQueue } from "./fix-queue.ts";
import { BatchRefused, LocationStream, type StreamState, type StreamTicket } from "./location-stream.ts";
import { type Circumstances, type SentFixes, decideSending } from "./sending.ts";

export type GpsState = "off" | "asking" | "sharing" | "denied" | "unavailable";

export interface LocationSharing {
  readonly gps: GpsState;
  readonly stream: StreamState;
  readonly fix: Fix | null;
  /** Positions that wait for the network. */
  readonly queued: number;
  /** Positions that had to make way for newer ones before they could be sent. */
  readonly dropped: number;
  readonly batteryLow: boolean;
  /** The server says that the shift is over: ended on another phone, or by the operator. */
  readonly offShift: boolean;
}

export const notSharing: LocationSharing = {
  gps: "off",
  stream: "closed",
  fix: null,
  queued: 0,
  dropped: 0,
  batteryLow: false,
  offShift: false,
};

const DEFAULT_PING_SECONDS = 5;
/** A page in the background may be given no positions: after this long it does not claim to know where its phone is. */
const HIDDEN_BELIEVED_MS = 120_000;

/**
 * Shares the phone's position from its making until `stop`. Every fix worth sending goes to the queue first and leaves it
 * when the server has acknowledged it.
 */
export class LocationSharer {
  readonly #queue: FixQueue;
  readonly #stream: LocationStream;
  readonly #onChange: (sharing: LocationSharing) => void;
  readonly #stopWatchingBattery: () => void;
  #sharing: LocationSharing = { ...notSharing, gps: "asking" };
  #watch: number | null = null;
  #again: ReturnType<typeof setTimeout> | undefined;
  #sent: SentFixes = { last: null, before: null };
  #latest: Fix | null = null;
  #fixedAt = 0;
  #circumstances: Circumstances = { nextPingSeconds: DEFAULT_PING_SECONDS, batteryLow: false, holdUntil: 0 };
  /** Grows over reloads too, so that the server never takes a new point for an old one. */
  #seq = Date.now();
  #draining = false;
  #stopped = false;

  constructor(riderId: string, getTicket: () => Promise<StreamTicket>, onChange: (sharing: LocationSharing) => void) {
    this.#queue = new FixQueue(riderId);
    this.#onChange = onChange;
    this.#stream = new LocationStream(getTicket, (stream) => {
      this.#change({ stream });
      if (stream === "open") void this.#drain();
    });
    this.#stopWatchingBattery = watchBattery((batteryLow) => {
      this.#circumstances = { ...this.#circumstances, batteryLow };
      this.#change({ batteryLow });
    });
    document.addEventListener("visibilitychange", this.#wake);
    window.addEventListener("online", this.#wake);
    if ("geolocation" in navigator) this.#watchPosition();
    else this.#change({ gps: "unavailable" });
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
    clearTimeout(this.#again);
    document.removeEventListener("visibilitychange", this.#wake);
    window.removeEventListener("online", this.#wake);
    this.#stopWatchingBattery();
    this.#stream.close();
    void this.#queue.clear().catch(() => {});
  }

  #watchPosition(): void {
    this.#watch = navigator.geolocation.watchPosition(
      (position) => {
        this.#change({ gps: "sharing" });
        this.#fixedAt = Date.now();
        const clockOffset = serverNow() - Date.now();
        void this.#take(withMotion(fixFrom(position, (this.#seq += 1), clockOffset), this.#latest));
      },
      (error) => {
        // Who can't be seen any more is not said to be still there.
        clearTimeout(this.#again);
        this.#change({ gps: error.code === error.PERMISSION_DENIED ? "denied" : "unavailable" });
      },
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

  async #take(fix: Fix): Promise<void> {
    if (this.#stopped) return;
    this.#latest = fix;
    this.#change({ fix });
    const decision = decideSending(this.#sent, fix, this.#circumstances, serverNow());
    if (!decision.send) return this.#sayAgain(decision.at);
    this.#sent = { last: fix, before: this.#sent.last };
    const next = decideSending(this.#sent, fix, this.#circumstances, serverNow());
    if (!next.send) this.#sayAgain(next.at);
    await this.#queue.add(fix);
    await this.#drain();
  }

  /** A phone that stands gives no new fix: at the latest then the newest is said once more. */
  #sayAgain(at: number): void {
    clearTimeout(this.#again);
    this.#again = setTimeout(
      () => {
        const hidden = document.visibilityState === "hidden" && Date.now() - this.#fixedAt > HIDDEN_BELIEVED_MS;
        if (this.#latest !== null && !hidden) void this.#take(stillHere(this.#latest, (this.#seq += 1), serverNow()));
      },
      Math.max(500, at - serverNow()),
    );
  }

  async #drain(): Promise<void> {
    if (this.#draining) return;
    this.#draining = true;
    try {
      while (this.#stream.isOpen && !this.#stopped && serverNow() >= this.#circumstances.holdUntil) {
        const batch = await this.#queue.oldest(MAX_PINGS_PER_BATCH);
        const last = batch.at(-1);
        if (last === undefined || this.#stopped) break;
        this.#heed(await this.#stream.send(batch));
        await this.#queue.removeUpTo(last.seq);
      }
    } catch (error) {
      // Not acknowledged: it stays in the queue and goes with the next connection, or when the server wants it.
      if (error instanceof BatchRefused) this.#hold(error.retryAfterSeconds);
    } finally {
      this.#draining = false;
      this.#change({ queued: await this.#queue.count().catch(() => 0), dropped: this.#queue.dropped });
    }
  }

  #heed({ nextPingSeconds, rejected }: PingAnswer): void {
    this.#circumstances = { ...this.#circumstances, nextPingSeconds };
    if (rejected.some(({ code }) => code === "RATE_LIMITED")) this.#hold(nextPingSeconds);
    this.#change({ offShift: rejected.some(({ code }) => code === "OFF_SHIFT") });
  }

  #hold(seconds: number): void {
    this.#circumstances = { ...this.#circumstances, holdUntil: serverNow() + seconds * 1_000 };
    this.#sayAgain(this.#circumstances.holdUntil);
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
