"use client";

import { useQuery } from "@tanstack/react-query";
import type { DispatchReasons, OpsOrderDetail } from "@tiffin/domain/wire/ops";
import { Badge, type BadgeTone } from "@tiffin/ui/badge";
import { Button } from "@tiffin/ui/button";
import { formatDistance, formatTime } from "@tiffin/ui/lib/format";
import { ChevronDown } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "../../api/trpc.tsx";
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
      {waiting !== null ? <p className="mb-2 text-sm text-ink-soft">{t(`notYet.${waiting.why}`)}</p> : null}
      {order.decisions.length === 0 ? (
        <p className="text-ink-soft">{t("nobodyAsked")}</p>
      ) : (
        <>
          <ol className="divide-y">
            {(all ? latest : latest.slice(0, SHOWN_FIRST)).map((decision) => (
              <Asked
                key={decision.seq}
                decision={decision}
                reason={reasons.data?.offers.find(({ seq }) => seq === decision.seq)}
                orderId={order.id}
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

function Asked({ decision, reason, orderId }: { decision: Decision; reason: Reason | undefined; orderId: string }) {
  const t = useTranslations("ops");
  const locale = useLocale();
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
            {formatTime(decision.createdAt, locale)}
          </time>
        </summary>
        <div className="mt-1 mb-2 rounded-lg bg-sunken px-4 py-3 text-sm">
          <h3 className="font-semibold">{t("whyThisRider", { name: decision.riderName })}</h3>
          {said ? <p className="mt-1 text-tamarind-ink">{t("theySaid", { reason: said })}</p> : null}
          <Features features={decision.features} />
          {reason === undefined ? null : <CameNext reason={reason} orderId={orderId} />}
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

const DECLINES = ["too_far", "busy", "vehicle", "break", "other"] as const;

function useDeclineReason(code: string | null): string | null {
  const t = useTranslations("ops.decline");
  if (code === null) return null;
  const known = DECLINES.find((one) => one === code);
  return known ? t(known) : code;
}

const SECONDS = ["pickupSeconds", "waitingSeconds", "readyInSeconds", "idleSeconds"] as const;
const METERS = ["pickupMeters", "radiusMeters"] as const;
const PLAIN = ["candidates", "askedBefore", "policy"] as const;
const isOne = <T extends string>(of: readonly T[], key: string): key is T => (of as readonly string[]).includes(key);

/** What the planner knew when it chose them; what it has no word for here stands under its own name. */
function Features({ features }: { features: Decision["features"] }) {
  const t = useTranslations("ops");
  const locale = useLocale();
  const known = Object.entries(features).filter(([, value]) => value !== null);
  if (known.length === 0) return <p className="mt-1 text-ink-soft">{t("noFeatures")}</p>;
  const valueOf = (key: string, value: string | number | boolean): string => {
    if (typeof value !== "number") return String(value);
    if (isOne(METERS, key)) return formatDistance(value, locale);
    if (isOne(SECONDS, key)) return secondsInWords(value);
    if (key === "acceptanceRate") return new Intl.NumberFormat(locale, { style: "percent" }).format(value);
    return new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(value);
  };
  const secondsInWords = (seconds: number) =>
    Math.abs(seconds) < 60
      ? t("seconds", { seconds: Math.round(seconds) })
      : t("age.minutes", { minutes: Math.round(seconds / 60) });
  return (
    <dl className="mt-2 grid grid-cols-[1fr_auto] gap-x-6 gap-y-1 [&_dd]:tabular [&_dd]:text-right [&_dd]:font-semibold [&_dt]:text-ink-soft">
      {known.map(([key, value]) => (
        <div key={key} className="col-span-2 grid grid-cols-subgrid">
          <dt>
            {isOne(SECONDS, key) || isOne(METERS, key) || isOne(PLAIN, key) || key === "acceptanceRate" ? (
              t(`feature.${key}`)
            ) : (
              <code className="text-xs">{key}</code>
            )}
          </dt>
          <dd>{valueOf(key, value ?? "")}</dd>
        </div>
      ))}
    </dl>
  );
}
