"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import type { Candidates, OpsOrder } from "@tiffin/domain/wire/ops";
import { Badge } from "@tiffin/ui/badge";
import { formatDistance } from "@tiffin/ui/lib/format";
import { RadioCard, RadioCards } from "@tiffin/ui/radio-cards";
import { Skeleton } from "@tiffin/ui/skeleton";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "../../api/trpc.tsx";
import { ActionDialog } from "./action-dialog.tsx";
import { useOpsAction } from "./use-ops-action.ts";

const POLL_MS = 5_000;

/** Which rider takes an order, or takes it over. */
export function AssignDialog({
  order,
  onClose,
}: {
  order: Pick<OpsOrder, "id" | "number" | "riderId">;
  onClose: () => void;
}) {
  const t = useTranslations("ops");
  const trpc = useTRPC();
  const [chosen, setChosen] = useState<string | null>(null);
  const candidates = useQuery(
    trpc.ops.orders.candidates.queryOptions({ id: order.id }, { refetchInterval: POLL_MS, staleTime: 0 }),
  );
  const riders = candidates.data?.items ?? [];
  const rider = riders.find(({ id }) => id === chosen);
  const { problem, keyOf, handlers } = useOpsAction(onClose);
  const assign = useMutation(
    trpc.ops.orders.assign.mutationOptions(
      handlers(t("did.assigned", { number: order.number, name: rider?.name ?? "" })),
    ),
  );
  return (
    <ActionDialog
      kind="sheet"
      title={t("assignTitle", { number: order.number })}
      description={t(order.riderId ? "reassignBody" : "assignBody")}
      confirm={rider ? t("assignTo", { name: rider.name }) : t("assignPick")}
      ready={rider !== undefined}
      busy={assign.isPending}
      problem={problem}
      onClose={onClose}
      onConfirm={() => {
        const body = { id: order.id, riderId: chosen ?? "" };
        assign.mutate({ ...body, idempotencyKey: keyOf(body) });
      }}
    >
      {candidates.isPending ? (
        <div className="flex flex-col gap-2">
          {[0, 1, 2].map((n) => (
            <Skeleton key={n} className="h-17 w-full rounded-xl" />
          ))}
        </div>
      ) : candidates.isError && riders.length === 0 ? (
        <p role="alert" className="font-semibold text-danger">
          {t("ridersFailed")}
        </p>
      ) : riders.length === 0 ? (
        <p className="text-ink-soft">{t("noRiders")}</p>
      ) : (
        <RadioCards label={t("assignPick")} value={chosen} onChange={setChosen}>
          {riders.map((each) => (
            <RadioCard key={each.id} value={each.id} disabled={!each.hasRoom} className="disabled:opacity-60">
              <CandidateLine rider={each} />
            </RadioCard>
          ))}
        </RadioCards>
      )}
    </ActionDialog>
  );
}

const ANSWERS = ["PENDING", "ACCEPTED", "DECLINED", "EXPIRED", "REVOKED", "RELEASED"] as const;

function CandidateLine({ rider }: { rider: Candidates["items"][number] }) {
  const t = useTranslations("ops");
  const locale = useLocale();
  const answer = ANSWERS.find((known) => known === rider.answered);
  const facts = [
    rider.distanceMeters === null
      ? t("noPosition")
      : t("away", { distance: formatDistance(rider.distanceMeters, locale), minutes: rider.minutes ?? 0 }),
    t(`vehicle.${vehicleOf(rider.vehicle)}`),
    ...(rider.acceptancePercent === null ? [] : [t("accepts", { percent: rider.acceptancePercent })]),
    // Who is being asked has a badge that says so.
    ...(answer === undefined || answer === "PENDING" ? [] : [t("answeredBefore", { answer: t(`offer.${answer}`) })]),
    ...(rider.hasRoom ? [] : [t("noRoom")]),
  ];
  return (
    <span className="flex min-w-0 flex-1 items-center justify-between gap-3">
      <span className="min-w-0">
        <span className="block truncate font-semibold">{rider.name}</span>
        <span className="block text-sm text-ink-soft">{facts.join(" · ")}</span>
      </span>
      {rider.carries.length > 0 ? (
        <Badge tone="turmeric">
          {rider.carries.length > 1
            ? t("carriesMany", { count: rider.carries.length })
            : t("carriesOne", { number: rider.carries[0] ?? "" })}
        </Badge>
      ) : rider.isBeingAsked ? (
        <Badge tone="sky">{t("beingAsked")}</Badge>
      ) : rider.isLive ? (
        <Badge tone="leaf">{t("riderFree")}</Badge>
      ) : (
        <Badge>{t("riderSilent")}</Badge>
      )}
    </span>
  );
}

const VEHICLES = ["bicycle", "ebike", "scooter", "motorbike", "car"] as const;
export const vehicleOf = (vehicle: string) => VEHICLES.find((known) => known === vehicle) ?? "motorbike";
