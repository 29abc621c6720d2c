import type { Location } from "@tiffin/domain/geo/location";
import { pingAnswerSchema } from "@tiffin/domain/wire/riders";
import type { Ping } from "@tiffin/domain/wire/riders";
import { WebSocket } from "ws";
import { ApiError } from "../http/session.ts";
import type { Session } from "../http/session.ts";

/**
 * A rider's positions: over the stream while it is open, by HTTP while it is not. The stream is opened again with growing
 * pauses; a position is never worth waiting for, since the next one follows.
 */
export class RiderStream {
  #socket: WebSocket | undefined;
  #retryAt = 0;
  #failures = 0;
  #opening = false;
  #seq = Date.now();

  constructor(readonly session: Session) {}

  async send(location: Location, motion: { heading?: number; speed: number }): Promise<void> {
    // The counter is a clock, so that it goes on rising when the process starts again.
    this.#seq = Math.max(this.#seq + 1, Date.now());
    const ping: Ping = {
      lat: round(location.lat, 6),
      lng: round(location.lng, 6),
      accuracy: 8,
      ...(motion.heading === undefined ? {} : { heading: Math.round(motion.heading) % 360 }),
      speed: round(motion.speed, 1),
      recordedAt: new Date().toISOString(),
      seq: this.#seq,
    };
    if (this.#socket?.readyState === WebSocket.OPEN) {
      this.#socket.send(JSON.stringify(ping));
      return;
    }
    void this.#open();
    try {
      await this.session.send(pingAnswerSchema, "POST", "/v1/riders/location", ping);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }

  close(): void {
    this.#retryAt = Infinity;
    this.#socket?.close(1000);
  }

  async #open(): Promise<void> {
    if (this.#opening || Date.now() < this.#retryAt || this.session.signal.aborted) return;
    this.#opening = true;
    try {
      const url = new URL("/v1/riders/stream", this.session.gatewayUrl);
      url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
      const socket = new WebSocket(url, [`bearer.${await this.session.token()}`], { handshakeTimeout: 8_000 });
      socket.on("open", () => (this.#failures = 0));
      socket.on("error", () => socket.terminate());
      socket.on("close", () => {
        if (this.#socket === socket) this.#socket = undefined;
        this.#failures++;
        this.#retryAt = Math.max(this.#retryAt, Date.now() + Math.min(30_000, 500 * 2 ** this.#failures));
      });
      this.#socket = socket;
    } catch {
      this.#retryAt = Date.now() + 10_000;
    } finally {
      this.#opening = false;
    }
  }
}

function round(value: number, digits: number): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}
