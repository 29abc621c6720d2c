import { ticketListSchema, ticketSchema } from "@tiffin/domain/wire/kitchen";
import type { Ticket } from "@tiffin/domain/wire/kitchen";
import { ApiError } from "../http/session.ts";
import type { Session } from "../http/session.ts";
import type { Log } from "../log.ts";
import { pause } from "../pause.ts";

export interface KitchenBotOptions {
  session: Session;
  prepSeconds: { min: number; max: number };
  pollMs: number;
  /** Times as fast as people with the tablet. */
  pace?: number;
  log: Log;
}

/**
 * Looks after all kitchens of one account: says yes after a few seconds, cooks for as long as that order takes, and calls
 * it ready. It remembers nothing: how long an order takes follows from its id, so a restart loses none.
 */
export class KitchenBot {
  readonly #options: KitchenBotOptions;
  readonly #busy = new Set<string>();

  constructor(options: KitchenBotOptions) {
    this.#options = options;
  }

  async run(signal: AbortSignal): Promise<void> {
    const { session, log, pollMs } = this.#options;
    while (!signal.aborted) {
      try {
        const { items } = await session.get(ticketListSchema, "/v1/kitchen/orders?status=open");
        for (const ticket of items) this.#look(ticket);
      } catch (error) {
        if (signal.aborted) return;
        log(`kitchen ${session.phone}: ${error instanceof Error ? error.message : String(error)}`);
        await pause(3_000, signal);
      }
      await pause(pollMs, signal);
    }
  }

  #look(ticket: Ticket): void {
    if (this.#busy.has(ticket.id)) return;
    const now = Date.now();
    if (ticket.acceptedAt === undefined) {
      if (ticket.status !== "CONFIRMED" && ticket.status !== "ASSIGNED") return;
      // Somebody has to read the ticket first.
      const since = Date.parse(ticket.confirmedAt ?? ticket.placedAt);
      const readMs = (2_000 + 4_000 * chanceOf(ticket.id, "answer")) / (this.#options.pace ?? 1);
      if (now - since < readMs) return;
      const prepMinutes = Math.max(1, Math.ceil(this.#prepSeconds(ticket) / 60));
      this.#act(ticket, "accept", { prepMinutes });
    } else if (
      ticket.readyAt === undefined &&
      now >= Date.parse(ticket.acceptedAt) + this.#prepSeconds(ticket) * 1_000
    ) {
      this.#act(ticket, "ready", {});
    }
  }

  #act(ticket: Ticket, what: "accept" | "ready", body: object): void {
    const { session, log } = this.#options;
    this.#busy.add(ticket.id);
    session
      .send(ticketSchema, "POST", `/v1/kitchen/orders/${ticket.id}/${what}`, body)
      .catch((error: unknown) => {
        // Cancelled meanwhile, or answered by somebody else: the next look shows it.
        if (error instanceof ApiError && error.status === 409) return;
        if (!session.signal.aborted) log(`kitchen ${session.phone}: ${String(error)}`);
      })
      .finally(() => this.#busy.delete(ticket.id));
  }

  #prepSeconds(ticket: Ticket): number {
    const { min, max } = this.#options.prepSeconds;
    return min + (max - min) * chanceOf(ticket.id, "prep");
  }
}

/** 0…1, the same every time for the same order. */
export function chanceOf(id: string, salt: string): number {
  let hash = 0x811c9dc5;
  for (const character of `${salt}/${id}`) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  // FNV's low bits are the good ones only after a last mix.
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return ((hash ^ (hash >>> 13)) >>> 0) / 4_294_967_296;
}
