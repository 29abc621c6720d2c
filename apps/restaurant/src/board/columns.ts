import type { Ticket } from "@tiffin/domain/wire/kitchen";

export const COLUMNS = ["new", "cooking", "ready", "done"] as const;
export type Column = (typeof COLUMNS)[number];

/** Where a ticket stands on the board; null before it is paid. The kitchen's own facts decide, not the rider's. */
export function columnOf(ticket: Ticket): Column | null {
  switch (ticket.status) {
    case "CREATED":
    case "PAYMENT_PENDING":
      return null;
    case "PICKED_UP":
    case "DELIVERED":
    case "CANCELLED":
      return "done";
    case "CONFIRMED":
    case "ASSIGNED":
    case "READY":
      if (ticket.readyAt !== undefined) return "ready";
      return ticket.acceptedAt === undefined ? "new" : "cooking";
    default:
      return ticket.status satisfies never;
  }
}

const at = (time: string | undefined): number => (time === undefined ? Number.POSITIVE_INFINITY : Date.parse(time));

/** What must be done first stands first. */
const order: Record<Column, (a: Ticket, b: Ticket) => number> = {
  new: (a, b) => at(a.answerBy ?? a.placedAt) - at(b.answerBy ?? b.placedAt),
  cooking: (a, b) => at(a.readyBy) - at(b.readyBy),
  // A rider who stands at the counter is served before one who is on the way.
  ready: (a, b) => at(a.rider?.arrivedAt) - at(b.rider?.arrivedAt) || at(a.readyAt) - at(b.readyAt),
  done: (a, b) => at(b.placedAt) - at(a.placedAt),
};

/** The tickets by column, each in the order in which to work. A ticket that came twice counts once, the later one. */
export function arrange(tickets: readonly Ticket[]): Record<Column, Ticket[]> {
  const board: Record<Column, Ticket[]> = { new: [], cooking: [], ready: [], done: [] };
  for (const ticket of new Map(tickets.map((each) => [each.id, each])).values()) {
    const column = columnOf(ticket);
    if (column) board[column].push(ticket);
  }
  for (const column of COLUMNS) {
    board[column].sort((a, b) => order[column](a, b) || a.id.localeCompare(b.id));
  }
  return board;
}

/**
 * Orders that were cancelled by somebody else while they stood here, and that the kitchen must hear of: the pan must be
 * taken off, or nobody answered in time.
 */
export function cancelledElsewhere(before: readonly Ticket[], after: readonly Ticket[]): Ticket[] {
  const stood = new Map(before.map((ticket) => [ticket.id, columnOf(ticket)]));
  return after.filter(({ id, status, cancelReason }) => {
    if (status !== "CANCELLED") return false;
    const column = stood.get(id);
    if (column === "new") return cancelReason === "kitchen_silent";
    return (column === "cooking" || column === "ready") && cancelReason !== "kitchen_rejected";
  });
}
