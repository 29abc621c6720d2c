"use client";

import { type PingAnswer, pingAnswerSchema, pingRefusalSchema } from "@tiffin/domain/wire/riders";
import type { Fix } from "./fix.ts";

export interface StreamTicket {
  readonly url: string;
  readonly token: string;
}

/** The server did not take a batch, and says when to try again. */
export class BatchRefused extends Error {
  readonly retryAfterSeconds: number;
  constructor(retryAfterSeconds: number) {
    super("the server refused the batch");
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
const REFUSED_SECONDS = 5;

export type StreamState = "connecting" | "open" | "waiting" | "closed";

/** The token ran out: nothing is wrong, a new one is due. */
const CLOSE_TOKEN_EXPIRED = 4401;
/** Other pages of the same rider have taken over; coming back at once would throw one of them out. */
const CLOSE_REPLACED = 4409;

const FIRST_RETRY_MS = 1_000;
const AT_ONCE_MS = 200;
const LONGEST_RETRY_MS = 30_000;
const ACK_TIMEOUT_MS = 15_000;
/** A browser waits minutes for a handshake that nobody answers; a rider without a position gets no offers. */
const OPEN_TIMEOUT_MS = 8_000;

/**
 * One WebSocket to the gateway for as long as the shift lasts. It reconnects by itself, with jitter so that a restarted
 * gateway is not met by every rider at once. `send` resolves with the server's answer: what was not acknowledged stays
 * with the caller.
 */
export class LocationStream {
  readonly #getTicket: () => Promise<StreamTicket>;
  readonly #onState: (state: StreamState) => void;
  #socket: WebSocket | null = null;
  #retryMs = FIRST_RETRY_MS;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #waiting: { resolve: (answer: PingAnswer) => void; reject: (error: Error) => void } | null = null;
  #closed = false;
  /** While the ticket is on its way there is no socket yet, but there will be one. */
  #connecting = false;

  constructor(getTicket: () => Promise<StreamTicket>, onState: (state: StreamState) => void) {
    this.#getTicket = getTicket;
    this.#onState = onState;
    void this.#connect();
  }

  get isOpen(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  /** One batch at a time: answers come in the order of what was sent. Rejects when the connection breaks before the answer. */
  send(fixes: readonly Fix[]): Promise<PingAnswer> {
    const socket = this.#socket;
    if (socket?.readyState !== WebSocket.OPEN) return Promise.reject(new Error("the stream is not open"));
    if (this.#waiting) return Promise.reject(new Error("an earlier batch is still on its way"));
    return new Promise<PingAnswer>((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error("no answer"));
        socket.close();
      }, ACK_TIMEOUT_MS);
      const settle = () => {
        clearTimeout(timer);
        this.#waiting = null;
      };
      this.#waiting = {
        resolve: (answer) => {
          settle();
          resolve(answer);
        },
        reject: (error) => {
          settle();
          reject(error);
        },
      };
      socket.send(JSON.stringify({ points: fixes }));
    });
  }

  /** Tries again now, for a phone that just came back to life. */
  wake(): void {
    if (this.#closed || this.#connecting || this.#socket) return;
    clearTimeout(this.#retryTimer);
    this.#retryMs = FIRST_RETRY_MS;
    void this.#connect();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#retryTimer);
    this.#socket?.close(1000);
    this.#waiting?.reject(new Error("closed"));
    this.#onState("closed");
  }

  async #connect(): Promise<void> {
    this.#onState("connecting");
    this.#connecting = true;
    let ticket: StreamTicket;
    try {
      ticket = await this.#getTicket();
    } catch {
      return this.#retryLater();
    } finally {
      this.#connecting = false;
    }
    if (this.#closed) return;
    const socket = new WebSocket(browserAddress(ticket.url), [`bearer.${ticket.token}`]);
    this.#socket = socket;
    const opening = setTimeout(() => socket.close(), OPEN_TIMEOUT_MS);
    socket.addEventListener("open", () => {
      clearTimeout(opening);
      this.#retryMs = FIRST_RETRY_MS;
      this.#onState("open");
    });
    socket.addEventListener("message", (event) => {
      const message = parseJson(String(event.data));
      const answer = pingAnswerSchema.safeParse(message);
      if (answer.success) return this.#waiting?.resolve(answer.data);
      const refusal = pingRefusalSchema.safeParse(message);
      this.#waiting?.reject(new BatchRefused(refusal.data?.retryAfterSeconds ?? REFUSED_SECONDS));
    });
    socket.addEventListener("close", ({ code }) => {
      clearTimeout(opening);
      if (this.#socket !== socket) return;
      this.#socket = null;
      this.#waiting?.reject(new Error("the connection broke"));
      if (this.#closed) return;
      if (code === CLOSE_TOKEN_EXPIRED) this.#retryMs = AT_ONCE_MS;
      if (code === CLOSE_REPLACED) this.#retryMs = LONGEST_RETRY_MS;
      this.#retryLater();
    });
  }

  #retryLater(): void {
    if (this.#closed) return;
    this.#onState("waiting");
    const jittered = this.#retryMs * (0.5 + Math.random());
    this.#retryMs = Math.min(LONGEST_RETRY_MS, Math.max(FIRST_RETRY_MS, this.#retryMs * 2));
    this.#retryTimer = setTimeout(() => void this.#connect(), jittered);
  }
}

/** A stack on one machine calls itself 127.0.0.1; a phone that opened the page by the machine's name means that machine. */
export function browserAddress(url: string, pageHost = location.hostname): string {
  const address = new URL(url);
  const loopback = ["127.0.0.1", "localhost", "[::1]"];
  if (loopback.includes(address.hostname) && !loopback.includes(pageHost)) address.hostname = pageHost;
  return address.href;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
