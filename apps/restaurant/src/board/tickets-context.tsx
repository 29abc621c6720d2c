"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { Ticket } from "@tiffin/domain/wire/kitchen";
import type { ConnectionState } from "@tiffin/ui/connection-dot";
import { useLiveChannel } from "@tiffin/ui/live/use-live-channel";
import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTRPC } from "../api/trpc.tsx";
import { useKitchen } from "../kitchen/kitchen-context.tsx";
import { type BellControl, useBell } from "../sound/use-bell.ts";
import { arrange, cancelledElsewhere, type Column } from "./columns.ts";

/** While the channel is up this only guards against a message that was lost. */
const POLL_LIVE_MS = 20_000;
const POLL_LOST_MS = 4_000;

type Board = {
  board: Record<Column, Ticket[]> | null;
  error: unknown;
  /** The last good answer is old, and asking again fails. */
  stale: boolean;
  refetch: () => void;
  refetching: boolean;
  live: ConnectionState;
  /** New tickets that nobody at this tablet has touched yet. It rings for them. */
  unseen: ReadonlySet<string>;
  markSeen: (ticketIds: readonly string[]) => void;
  bell: BellControl;
  /** Cancelled by somebody else while it was being cooked, or for want of an answer; stands until it is put away. */
  stopped: readonly Ticket[];
  putAway: (ticketId: string) => void;
};

const Context = createContext<Board | null>(null);

/**
 * The chosen restaurant's tickets, on every page: told by the channel, asked for again on each nudge, and now and then by
 * itself. The bell rings by what is on the screen, never by a message whose ticket has yet to be fetched.
 */
export function TicketsProvider({ children }: { children: ReactNode }) {
  const { kitchen } = useKitchen();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const listKey = trpc.tickets.list.queryKey();
  const invalidate = () => void queryClient.invalidateQueries({ queryKey: listKey });

  const live = useLiveChannel({
    connection: kitchen.stream,
    channel: kitchen.stream.channel,
    handlers: { "order.created": invalidate, "order.updated": invalidate },
    onGap: invalidate,
  });
  const polling = {
    refetchInterval: live === "live" ? POLL_LIVE_MS : POLL_LOST_MS,
    refetchIntervalInBackground: true,
  };
  const ask = { restaurantId: kitchen.id };
  const open = useQuery({ ...trpc.tickets.list.queryOptions({ ...ask, status: "open" }), ...polling });
  const done = useQuery({ ...trpc.tickets.list.queryOptions({ ...ask, status: "done" }), ...polling });

  const openItems = open.data?.items;
  const doneItems = done.data?.items;
  const board = useMemo(
    () => (openItems && doneItems ? arrange([...openItems, ...doneItems]) : null),
    [openItems, doneItems],
  );

  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set());
  const markSeen = useCallback(
    (ticketIds: readonly string[]) => setSeen((before) => new Set([...before, ...ticketIds])),
    [],
  );
  const unseen = useMemo(
    () => new Set((board?.new ?? []).map(({ id }) => id).filter((id) => !seen.has(id))),
    [board, seen],
  );

  const [stopped, setStopped] = useState<readonly Ticket[]>([]);
  const before = useRef<{ kitchenId: string; tickets: readonly Ticket[] } | null>(null);
  useEffect(() => {
    if (!board) return;
    const now = Object.values(board).flat();
    const last = before.current;
    before.current = { kitchenId: kitchen.id, tickets: now };
    if (last?.kitchenId !== kitchen.id) return setStopped([]);
    const cancelled = cancelledElsewhere(last.tickets, now);
    if (cancelled.length > 0) setStopped((list) => [...list, ...cancelled]);
  }, [board, kitchen.id]);

  const bell = useBell(unseen.size > 0);
  const failing = open.isError || done.isError || open.failureCount > 0;
  const refetch = () => void Promise.all([open.refetch(), done.refetch()]);
  const value: Board = {
    board,
    error: board ? null : (open.error ?? done.error),
    stale: board !== null && failing,
    refetch,
    refetching: open.isFetching || done.isFetching,
    live,
    unseen,
    markSeen,
    bell,
    stopped,
    putAway: (ticketId) => setStopped((list) => list.filter(({ id }) => id !== ticketId)),
  };
  return <Context value={value}>{children}</Context>;
}

export function useTickets(): Board {
  const board = use(Context);
  if (!board) throw new Error("useTickets stands outside TicketsProvider");
  return board;
}
