"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import type { DeadLetterList } from "@tiffin/domain/wire/ops";
import type { PaymentReviewList } from "@tiffin/domain/wire/money";
import { codeOf } from "@tiffin/ui/app/api";
import { Badge } from "@tiffin/ui/badge";
import { Button } from "@tiffin/ui/button";
import { Card } from "@tiffin/ui/card";
import { LanguageSwitch } from "@tiffin/ui/language-switch";
import { useTimes } from "@tiffin/ui/lib/use-times";
import { Page, PageTitle } from "@tiffin/ui/page";
import { Price } from "@tiffin/ui/price";
import { Skeleton } from "@tiffin/ui/skeleton";
import { ThemeToggle } from "@tiffin/ui/theme-toggle";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { useTRPC } from "../api/trpc.tsx";
import { ActionDialog } from "./actions/action-dialog.tsx";
import { useOpsAction } from "./actions/use-ops-action.ts";
import { Age } from "./age.tsx";
import { useOpsCity } from "./ops-city.tsx";

const POLL_MS = 30_000;

/** What the machinery could not decide by itself: payments under review, and messages that were refused. */
export function OpsDesk() {
  const t = useTranslations("ops");
  const trpc = useTRPC();
  const reviews = useQuery(trpc.ops.money.reviews.queryOptions(undefined, { refetchInterval: POLL_MS }));
  const letters = useQuery(trpc.ops.deadLetters.list.queryOptions(undefined, { refetchInterval: POLL_MS }));
  // They are of no city: who works for some cities only is not asked about them.
  const mayLetters = codeOf(letters.error) !== "FORBIDDEN";
  return (
    <Page width="wide">
      <PageTitle title={t("nav.desk")} lead={t("deskLead")} />
      <div className="flex flex-col gap-6">
        <Section title={t("reviews.title")} lead={t("reviews.lead")} query={reviews} none={t("reviews.none")}>
          {reviews.data?.items.map((review) => (
            <Review key={review.paymentId} review={review} />
          ))}
        </Section>
        {mayLetters ? (
          <Section title={t("letters.title")} lead={t("letters.lead")} query={letters} none={t("letters.none")}>
            {letters.data?.items.map((letter) => (
              <Letter key={letter.id} letter={letter} />
            ))}
          </Section>
        ) : null}
        <div className="flex flex-wrap gap-3 xl:hidden">
          <LanguageSwitch />
          <ThemeToggle />
        </div>
      </div>
    </Page>
  );
}

function Section({
  title,
  lead,
  query,
  none,
  children,
}: {
  title: string;
  lead: string;
  query: { data?: { items: readonly unknown[] } | undefined; isError: boolean; refetch: () => unknown };
  none: string;
  children: ReactNode;
}) {
  const t = useTranslations();
  return (
    <Card className="p-5">
      <h2 className="display text-xl">{title}</h2>
      <p className="mt-1 mb-4 text-sm text-ink-soft">{lead}</p>
      {query.data ? (
        query.data.items.length > 0 ? (
          <ul className="divide-y border-t">{children}</ul>
        ) : (
          <p className="rounded-lg bg-sunken px-4 py-3 text-sm">{none}</p>
        )
      ) : query.isError ? (
        <p role="alert" className="flex items-center gap-3 text-sm font-semibold text-danger">
          {t("ops.notRead")}
          <Button tone="outline" size="sm" onClick={() => void query.refetch()}>
            {t("ui.tryAgain")}
          </Button>
        </p>
      ) : (
        <Skeleton className="h-16 w-full rounded-lg" />
      )}
    </Card>
  );
}

function Review({ review }: { review: PaymentReviewList["items"][number] }) {
  const t = useTranslations("ops");
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 py-3">
      <span className="min-w-0">
        <Link
          href={`/ops/orders/${review.orderId}`}
          className="display tabular inline-flex min-h-11 items-center text-lg text-leaf-ink underline-offset-4 hover:underline"
        >
          {review.orderNumber}
        </Link>
        <span className="block text-sm text-ink-soft">
          {t(review.reason === "amount_differs" ? "reviews.amountDiffers" : "reviews.undecided")}
        </span>
        <span className="block font-mono text-xs break-all text-ink-faint">
          {review.provider} · {review.providerReference ?? t("reviews.noReference")}
        </span>
      </span>
      <span className="text-right">
        <Price money={review.amount} exact className="block font-semibold" />
        <span className="block text-sm text-ink-soft">
          {t("reviews.since")} <Age since={review.since} />
        </span>
      </span>
    </li>
  );
}

function Letter({ letter }: { letter: DeadLetterList["items"][number] }) {
  const t = useTranslations("ops");
  const { dateTime } = useTimes(useOpsCity().city.timeZone);
  const [asked, setAsked] = useState<"retry" | "close" | null>(null);
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-3">
      <span className="min-w-0 flex-1 basis-80">
        <span className="flex flex-wrap items-center gap-2 font-semibold">
          {letter.topic ?? t("letters.gone")}
          <Badge>{letter.sink}</Badge>
        </span>
        <span className="mt-1 block font-mono text-xs break-words text-ink-soft">{letter.error}</span>
        <span className="block text-sm text-ink-faint" suppressHydrationWarning>
          {dateTime(letter.at)}
        </span>
      </span>
      <span className="flex gap-2">
        {letter.topic ? (
          <Button tone="soft" size="sm" onClick={() => setAsked("retry")}>
            {t("letters.retry")}
          </Button>
        ) : null}
        <Button tone="danger-quiet" size="sm" onClick={() => setAsked("close")}>
          {t("letters.close")}
        </Button>
      </span>
      {asked ? <LetterDialog letter={letter} how={asked} onClose={() => setAsked(null)} /> : null}
    </li>
  );
}

function LetterDialog({
  letter,
  how,
  onClose,
}: {
  letter: DeadLetterList["items"][number];
  how: "retry" | "close";
  onClose: () => void;
}) {
  const t = useTranslations("ops");
  const trpc = useTRPC();
  const { problem, keyOf, handlers } = useOpsAction(onClose);
  const settle = useMutation(trpc.ops.deadLetters.settle.mutationOptions(handlers(t(`letters.${how}Done`))));
  const body = { id: letter.id, how };
  return (
    <ActionDialog
      title={t(`letters.${how}Title`)}
      description={t(`letters.${how}Body`)}
      confirm={t(`letters.${how}`)}
      tone={how === "close" ? "danger" : "primary"}
      ready
      busy={settle.isPending}
      problem={problem}
      onClose={onClose}
      onConfirm={() => settle.mutate({ ...body, idempotencyKey: keyOf(body) })}
    />
  );
}
