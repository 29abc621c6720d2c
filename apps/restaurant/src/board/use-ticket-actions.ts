"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Ticket } from "@tiffin/domain/wire/kitchen";
import { codeOf } from "@tiffin/ui/app/api";
import { serverNow } from "@tiffin/ui/lib/server-clock";
import { useTimes } from "@tiffin/ui/lib/use-times";
import { toast } from "@tiffin/ui/toaster";
import { useTranslations } from "next-intl";
import { useTRPC } from "../api/trpc.tsx";
import { useKitchen } from "../kitchen/kitchen-context.tsx";
import { readyByAfter } from "./longer.ts";
import { useTickets } from "./tickets-context.tsx";

/** The four taps of a kitchen. Each shows the ticket as the server then has it, and says so when it has moved on. */
export function useTicketActions(ticket: Ticket) {
  const t = useTranslations();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { markSeen } = useTickets();
  const { time } = useTimes(useKitchen().kitchen.timeZone);
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
  const delay = useMutation(
    trpc.tickets.delay.mutationOptions({
      ...options,
      // Only this tap leaves the ticket where it stands, so that its new time can be shown at once.
      onMutate: async ({ minutes }) => {
        await queryClient.cancelQueries({ queryKey: listKey });
        const readyBy = readyByAfter(ticket, minutes, serverNow());
        if (readyBy !== null) show({ ...ticket, readyBy });
        return { before: ticket };
      },
      // It may stand farther down now, out of sight.
      onSuccess: (changed) => {
        show(changed);
        if (changed.readyBy) toast.success(t("longer.done", { number: changed.number, time: time(changed.readyBy) }));
      },
      onError: (error, _delay, context) => {
        if (context) show(context.before);
        options.onError(error);
      },
    }),
  );
  const reject = useMutation(trpc.tickets.reject.mutationOptions(options));
  const ready = useMutation(trpc.tickets.ready.mutationOptions(options));
  return {
    busy: accept.isPending || delay.isPending || reject.isPending || ready.isPending,
    accept: (prepMinutes: number) => accept.mutate({ id: ticket.id, prepMinutes }),
    delay: (minutes: number) => delay.mutate({ id: ticket.id, minutes, readyBy: ticket.readyBy }),
    reject: (reason: string) => reject.mutate({ id: ticket.id, reason }),
    ready: () => ready.mutate({ id: ticket.id }),
  };
}
