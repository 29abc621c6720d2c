"use client";

import { DECLINE_REASONS, type DeclineReason, type Offer } from "@tiffin/domain/wire/riders";
import { Button } from "@tiffin/ui/button";
import { CountdownRing } from "@tiffin/ui/countdown";
import { formatDistance } from "@tiffin/ui/lib/format";
import { Price } from "@tiffin/ui/price";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { ActionBar } from "../shift/action-bar.tsx";
import { Stops } from "./stops.tsx";

/** Dispatch gives an offer this long; the ring starts full. */
const OFFER_SECONDS = 10;

/** A question with a clock: what it pays, how far it is, where it leads, and one big button. */
export function OfferCard({
  offer,
  busy,
  onAnswer,
  onEnd,
}: {
  offer: Offer;
  busy: "accept" | "decline" | null;
  onAnswer: (action: "accept" | "decline", reason?: DeclineReason) => void;
  onEnd: () => void;
}) {
  const t = useTranslations("offer");
  const locale = useLocale();
  const [declining, setDeclining] = useState(false);
  const orders = offer.orders.length;
  return (
    <section aria-labelledby="offer-title" className="flex flex-col gap-5">
      <p role="alert" className="sr-only">
        {t("title")}
      </p>
      <div className="flex items-center justify-between gap-4">
        <div>
          <h1 id="offer-title" className="eyebrow text-turmeric-ink">
            {orders > 1 ? t("bundle", { count: orders }) : t("title")}
          </h1>
          <p className="display text-4xl">
            <Price money={offer.pay} />
          </p>
          <p className="mt-0.5 font-semibold text-ink-soft">
            {t("distance", { distance: formatDistance(offer.distanceMeters, locale) })}
          </p>
        </div>
        <CountdownRing
          key={`${offer.rideId}:${offer.offerSeq}`}
          until={offer.expiresAt}
          totalSeconds={OFFER_SECONDS}
          label={t("timeLeft")}
          size={92}
          onEnd={onEnd}
        />
      </div>
      {declining ? (
        <div role="group" aria-labelledby="decline-title">
          <p id="decline-title" className="mb-3 font-semibold">
            {t("why")}
          </p>
          <div className="grid grid-cols-2 gap-2.5">
            {DECLINE_REASONS.map((reason) => (
              <Button
                key={reason}
                size="lg"
                tone="outline"
                className="px-3 text-center whitespace-normal"
                disabled={busy !== null}
                onClick={() => onAnswer("decline", reason)}
              >
                {t(`reasons.${reason}`)}
              </Button>
            ))}
          </div>
        </div>
      ) : (
        <Stops stops={offer.stops} />
      )}
      <ActionBar>
        <div className="grid grid-cols-[1fr_2fr] gap-3">
          <Button
            size="xl"
            tone="outline"
            className="px-4 text-lg"
            busy={busy === "decline"}
            onClick={() => setDeclining(!declining)}
          >
            {declining ? t("back") : t("decline")}
          </Button>
          <Button size="xl" tone="accent" busy={busy === "accept"} onClick={() => onAnswer("accept")}>
            {t("accept")}
          </Button>
        </div>
      </ActionBar>
    </section>
  );
}
