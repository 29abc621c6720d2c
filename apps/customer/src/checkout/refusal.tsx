"use client";

import { codeOf, statusOf, traceIdOf } from "@tiffin/ui/app/api";
import { Button } from "@tiffin/ui/button";
import { CircleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { isDefinite } from "./attempt.ts";

/** Whether nobody knows what came of it. */
export const isInDoubt = (error: unknown): boolean => !isDefinite(statusOf(error), codeOf(error));

/** Why it can't be ordered, in the customer's words; by the code, since the server's detail is in English. */
export function Refusal({
  error,
  inDoubt,
  onRetry,
}: {
  error: unknown;
  inDoubt?: boolean;
  onRetry?: (() => void) | undefined;
}) {
  const t = useTranslations("refusals");
  const code = codeOf(error);
  const traceId = traceIdOf(error);
  const text = inDoubt ? t("IN_DOUBT") : t.has(code as never) ? t(code as never) : t("UNKNOWN");
  return (
    <div
      role="alert"
      className="mb-3 flex items-start gap-2.5 rounded-lg bg-danger-tint px-3.5 py-3 text-sm text-danger"
    >
      <CircleAlert aria-hidden className="mt-0.5 size-4.5 shrink-0" />
      <div className="min-w-0 flex-1">
        <p className="font-medium">{text}</p>
        {traceId && (statusOf(error) ?? 0) >= 500 ? (
          <p className="mt-1 font-mono text-xs opacity-80">{traceId}</p>
        ) : null}
      </div>
      {onRetry ? (
        <Button size="sm" tone="danger-quiet" className="-my-1" onClick={onRetry}>
          {t("retry")}
        </Button>
      ) : null}
    </div>
  );
}
