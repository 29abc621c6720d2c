"use client";

import { useQuery } from "@tanstack/react-query";
import type { DispatchReasons, OpsOrderDetail } from "@tiffin/domain/wire/ops";
import { DECLINE_REASONS } from "@tiffin/domain/wire/riders";
import { Badge, type BadgeTone } from "@tiffin/ui/badge";
import { Button } from "@tiffin/ui/button";
import { useTimes } from "@tiffin/ui/lib/use-times";
import { ChevronDown } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "../../api/trpc.tsx";
import { FeatureList } from "./feature-list.tsx";
import { Section } from "./section.tsx";

type Decision = OpsOrderDetail["decisions"][number];
type Reason = DispatchReasons["offers"][number];

const tones = {
  PENDING: "sky",
  ACCEPTED: "leaf",
  DECLINED: "tamarind",
  EXPIRED: "neutral",
  REVOKED: "neutral",
  RELEASED: "tamarind",
} satisfies Record<string, BadgeTone>;
type Outcome = keyof typeof tones;
const outcomeOf = (status: string): Outcome => (status in tones ? (status as Outcome) : "EXPIRED");

const SHOWN_FIRST = 5;

/** Who was asked to carry it, what they said, and why it was them. */
export function RidersAsked({ order }: { order: OpsOrderDetail }) {
  const t = useTranslations("ops");
  const [all, setAll] = useState(false);
  const latest = order.decisions.toReversed();
  const reasons = useQuery(
    useTRPC().ops.orders.reasons.queryOptions(
      { id: order.id },
      {
        // Nothing more comes once somebody has it and every question is explained.
        refetchInterval: ({ state }) =>
          order.status === "CONFIRMED" || (state.data?.offers.length ?? 0) < order.decisions.length ? 5_000 : false,
      },
    ),
  );
  const waiting = reasons.data?.waiting ?? null;
  return (
    <Section title={t("asked")}>
      {waiting !== null ? <p className="mb-2 text-ink-soft last:mb-0">{t(`notYet.${waiting.why}`)}</p> : null}
      {order.decisions.length === 0 ? (
        // Why nobody is being asked says that nobody was.
        waiting === null ? (
          <p className="text-ink-soft">{t("nobodyAsked")}</p>
        ) : null
      ) : (
        <>
          <ol className="divide-y">
            {(all ? latest : latest.slice(0, SHOWN_FIRST)).map((decision) => (
              <Asked
                key={decision.seq}
                decision={decision}
                reason={reasons.data?.offers.find(({ seq }) => seq === decision.seq)}
                order={order}
              />
            ))}
          </ol>
          {latest.length > SHOWN_FIRST && !all ? (
            <Button tone="ghost" size="sm" className="mt-2 -ml-4" onClick={() => setAll(true)}>
              {t("askedAll", { count: latest.length })}
            </Button>
          ) : null}
        </>
      )}
    </Section>
  );
}

function Asked({ decision, reason, order }: { decision: Decision; reason: Reason | undefined; order: OpsOrderDetail }) {
  const t = useTranslations("ops");
  const { time } = useTimes(order.kitchen.timeZone);
  const outcome = outcomeOf(decision.status);
  const said = useDeclineReason(decision.declineReason);
  return (
    <li className="py-2 first:pt-0 last:pb-0">
      <details className="group">
        <summary className="flex min-h-11 cursor-pointer list-none flex-wrap items-center gap-x-3 gap-y-1 rounded-md [&::-webkit-details-marker]:hidden">
          <ChevronDown
            aria-hidden
            className="size-4.5 shrink-0 text-ink-faint transition-transform group-open:rotate-180 motion-reduce:transition-none"
          />
          <span className="min-w-0 flex-1 truncate font-semibold">{decision.riderName}</span>
          <Badge tone={tones[outcome]}>{t(`offer.${outcome}`)}</Badge>
          <time dateTime={decision.createdAt} className="tabular text-sm text-ink-faint" suppressHydrationWarning>
            {time(decision.createdAt)}
          </time>
        </summary>
        <div className="mt-1 mb-2 rounded-lg bg-sunken px-4 py-3 text-sm">
          <h3 className="font-semibold">{t("whyThisRider", { name: decision.riderName })}</h3>
          {said ? <p className="mt-1 text-tamarind-ink">{t("theySaid", { reason: said })}</p> : null}
          <FeatureList features={decision.features} />
          {reason === undefined ? null : <CameNext reason={reason} orderId={order.id} />}
        </div>
      </details>
    </li>
  );
}

/** Who would have been asked instead, and the whole round planned once more. */
function CameNext({ reason, orderId }: { reason: Reason; orderId: string }) {
  const t = useTranslations("ops");
  const { alternatives, cost, decisionId, orders } = reason;
  return (
    <div className="mt-3 border-t pt-3">
      {orders > 1 ? <p className="mb-2">{t("togetherWith", { count: orders })}</p> : null}
      {alternatives.length > 0 ? (
        <>
          <h4 className="font-semibold">{t("cameNext")}</h4>
          <ol className="mt-1 space-y-1">
            {alternatives.map((one) => (
              <li key={one.riderId} className="flex flex-wrap justify-between gap-x-4">
                <span className="min-w-0 truncate">{one.name}</span>
                <span className="tabular text-ink-soft">
                  {t("cameNextRide", { minutes: Math.max(1, Math.round(one.rideSeconds / 60)) })}
                  {cost === null ? null : (
                    <> · {t("cameNextCost", { seconds: Math.max(0, Math.round(one.cost - cost)) })}</>
                  )}
                </span>
              </li>
            ))}
          </ol>
        </>
      ) : null}
      {decisionId === null ? (
        <p className="text-ink-soft">{t("noRecord")}</p>
      ) : (
        <Replay orderId={orderId} decisionId={decisionId} />
      )}
    </div>
  );
}

function Replay({ orderId, decisionId }: { orderId: string; decisionId: string }) {
  const t = useTranslations("ops");
  const replay = useQuery(useTRPC().ops.orders.replay.queryOptions({ id: orderId, decisionId }, { enabled: false }));
  const found = replay.data;
  return (
    <div className="mt-2">
      <Button
        tone="ghost"
        size="sm"
        className="-ml-4"
        disabled={replay.isFetching}
        onClick={() => void replay.refetch()}
      >
        {t("replay")}
      </Button>
      <p role="status" className="text-ink-soft">
        {replay.isError
          ? t("replayFailed")
          : found === undefined
            ? null
            : !found.isReplayed
              ? t("replayImpossible")
              : found.isSame
                ? t("replaySame", { count: found.questions })
                : t("replayDiffers")}
      </p>
    </div>
  );
}

function useDeclineReason(code: string | null): string | null {
  const t = useTranslations("ops.decline");
  if (code === null) return null;
  const known = DECLINE_REASONS.find((one) => one === code);
  return known ? t(known) : code;
}
