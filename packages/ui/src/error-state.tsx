"use client";

import { RotateCw } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { EmptyState } from "./empty-state.tsx";
import { SpotArt } from "./spot-art.tsx";

/** Something failed: says so plainly, offers another try, and shows the trace id that support can look up. */
export function ErrorState({
  title,
  children,
  traceId,
  onRetry,
  retrying,
  className,
}: {
  title?: ReactNode;
  children?: ReactNode;
  traceId?: string | undefined;
  onRetry?: (() => void) | undefined;
  retrying?: boolean;
  className?: string | undefined;
}) {
  const t = useTranslations("ui");
  return (
    <div role="alert" className={className}>
      <EmptyState
        art={<SpotArt kind="spill" />}
        title={title ?? t("errorTitle")}
        action={
          onRetry ? (
            <Button busy={retrying ?? false} onClick={onRetry} icon={<RotateCw aria-hidden className="size-4" />}>
              {t("tryAgain")}
            </Button>
          ) : null
        }
      >
        <p>{children ?? t("errorBody")}</p>
        {traceId ? <p className="mt-2 font-mono text-xs text-ink-faint">{traceId}</p> : null}
      </EmptyState>
    </div>
  );
}
