"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { OpsOrder } from "@tiffin/domain/wire/ops";
import { codeOf } from "@tiffin/ui/app/api";
import { Badge } from "@tiffin/ui/badge";
import { Button } from "@tiffin/ui/button";
import { Dialog } from "@tiffin/ui/dialog";
import { Input } from "@tiffin/ui/input";
import { Skeleton } from "@tiffin/ui/skeleton";
import { toast } from "@tiffin/ui/toaster";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useTRPC } from "../api/trpc.tsx";

/** Give it to a rider, or call it off. */
export function OpsActions({ order }: { order: OpsOrder }) {
  const t = useTranslations();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [open, setOpen] = useState<"assign" | "cancel" | null>(null);
  const refetch = () => void queryClient.invalidateQueries({ queryKey: trpc.ops.orders.pathKey() });
  const shared = {
    onSuccess: () => setOpen(null),
    onSettled: refetch,
    onError: (error: unknown) => {
      const told = {
        RIDER_BUSY: "ops.riderBusy",
        RIDER_OFF_SHIFT: "ops.riderOffShift",
        ILLEGAL_TRANSITION: "ops.movedOn",
        ORDER_NOT_CANCELLABLE: "ops.movedOn",
      }[codeOf(error)];
      toast.error(t(told ?? "failed"));
    },
  };
  const assign = useMutation(trpc.ops.orders.assign.mutationOptions(shared));
  const cancel = useMutation(trpc.ops.orders.cancel.mutationOptions(shared));
  const mayAssign = order.status === "CONFIRMED" || order.status === "ASSIGNED" || order.status === "READY";
  const mayCancel = order.status !== "DELIVERED" && order.status !== "CANCELLED";
  if (!mayAssign && !mayCancel) return null;
  return (
    <div className="flex flex-wrap gap-3">
      {mayAssign ? (
        <Button size="lg" onClick={() => setOpen("assign")}>
          {t(order.riderId ? "ops.reassign" : "ops.assign")}
        </Button>
      ) : null}
      {mayCancel ? (
        <Button size="lg" tone="danger-quiet" onClick={() => setOpen("cancel")}>
          {t("ops.cancel")}
        </Button>
      ) : null}
      {open === "assign" ? (
        <AssignDialog
          order={order}
          busy={assign.isPending}
          onClose={() => setOpen(null)}
          onPick={(riderId) => assign.mutate({ id: order.id, riderId })}
        />
      ) : null}
      {open === "cancel" ? (
        <CancelDialog
          number={order.number}
          busy={cancel.isPending}
          onClose={() => setOpen(null)}
          onCancel={(reason) => cancel.mutate({ id: order.id, reason })}
        />
      ) : null}
    </div>
  );
}

function AssignDialog({
  order,
  busy,
  onClose,
  onPick,
}: {
  order: OpsOrder;
  busy: boolean;
  onClose: () => void;
  onPick: (riderId: string) => void;
}) {
  const t = useTranslations("ops");
  const trpc = useTRPC();
  const riders = useQuery(trpc.ops.orders.candidates.queryOptions({ id: order.id }));
  const free = (carries: readonly string[]) => carries.length === 0;
  const listed = riders.data?.items ?? [];
  return (
    <Dialog
      kind="sheet"
      open
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
      title={t("assignTitle", { number: order.number })}
      description={t("assignBody")}
    >
      {riders.isPending ? (
        <Skeleton className="h-40 w-full rounded-xl" />
      ) : riders.isError ? (
        <p role="alert" className="font-semibold text-danger">
          {t("ridersFailed")}
        </p>
      ) : listed.length === 0 ? (
        <p className="text-ink-soft">{t("noRiders")}</p>
      ) : (
        <ul className="flex flex-col gap-2">
          {listed.map((rider) => (
            <li key={rider.id}>
              <Button
                tone="outline"
                size="lg"
                wide
                className="[&>span]:w-full [&>span]:justify-between"
                disabled={busy || !free(rider.carries)}
                onClick={() => onPick(rider.id)}
              >
                {rider.name}
                <Badge tone={free(rider.carries) && rider.isLive ? "leaf" : "neutral"}>
                  {t(!free(rider.carries) ? "riderCarries" : rider.isLive ? "riderFree" : "riderSilent")}
                </Badge>
              </Button>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}

function CancelDialog({
  number,
  busy,
  onClose,
  onCancel,
}: {
  number: string;
  busy: boolean;
  onClose: () => void;
  onCancel: (reason: string) => void;
}) {
  const t = useTranslations("ops");
  const [reason, setReason] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason.trim()) onCancel(reason.trim());
  };
  return (
    <Dialog
      open
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
      title={t("cancelTitle", { number })}
      description={t("cancelBody")}
    >
      <form onSubmit={submit} className="flex flex-col gap-5">
        <Input label={t("reason")} value={reason} maxLength={200} onChange={(event) => setReason(event.target.value)} />
        <Button type="submit" tone="danger" size="lg" wide busy={busy} disabled={reason.trim() === ""}>
          {t("cancel")}
        </Button>
      </form>
    </Dialog>
  );
}
