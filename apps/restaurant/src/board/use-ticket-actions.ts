"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Ticket } from "@tiffin/domain/wire/kitchen";
import { codeOf } from "@tiffin/ui/app/api";
import { toast } from "@tiffin/ui/toaster";
import { useTranslations } from "next-intl";
import { useTRPC } from "../api/trpc.tsx";
import { useTickets } from "./tickets-context.tsx";

/** The three taps of a kitchen. Each shows the ticket as the server then has it, and says so when it has moved on. */
export function useTicketActions(ticket: Ticket) {
  const t = useTranslations();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { markSeen } = useTickets();
  const listKey = trpc.tickets.list.queryKey();

  const show = (changed: Ticket) => {
    markSeen([changed.id]);
    queryClient.setQueriesData(
      { queryKey: listKey },
      (list: { items: Ticket[] } | undefined) =>
        list && { items: list.items.map((each) => (each.id === changed.id ? changed : each)) },
    );
  };
  const options = {
    onSuccess: show,
    onError: (error: unknown) => {
      const moved = ["ILLEGAL_TRANSITION", "ORDER_NOT_CANCELLABLE", "NOT_FOUND"].includes(codeOf(error));
      toast.error(t(moved ? "ticket.movedOn" : "failed", { number: ticket.number }));
    },
    onSettled: () => void queryClient.invalidateQueries({ queryKey: listKey }),
  };
  const accept = useMutation(trpc.tickets.accept.mutationOptions(options));
  const reject = useMutation(trpc.tickets.reject.mutationOptions(options));
  const ready = useMutation(trpc.tickets.ready.mutationOptions(options));
  return {
    busy: accept.isPending || reject.isPending || ready.isPending,
    accept: (prepMinutes: number) => accept.mutate({ id: ticket.id, prepMinutes }),
    reject: (reason: string) => reject.mutate({ id: ticket.id, reason }),
    ready: () => ready.mutate({ id: ticket.id }),
  };
}
