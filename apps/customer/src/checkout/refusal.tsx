"use client";

import { codeOf, statusOf, traceIdOf } from "@tiffin/ui/app/api";
import { Button } from "@tiffin/ui/button";
import { CircleAlert } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { type WayOut, waysOutOf } from "./ways-out.ts";

export type Handlers = Partial<Record<WayOut, () => void>>;

/** Why it can't be ordered, in the customer's words (by the code: the server's detail is in English), and what to do. */
export function Refusal({
  code,
  names,
  opens,
  traceId,
  handlers,
}: {
  code: string;
  /** The dishes that it is about, where they are known. */
  names?: readonly string[];
  /** When the kitchen opens next, in words. */
  opens?: string | null;
  traceId?: string | undefined;
  handlers: Handlers;
}) {
  const t = useTranslations("refusals");
  const known = t.has(code as never) ? code : "UNKNOWN";
  const links: Partial<Record<WayOut, string>> = { kitchens: "/", cart: "/cart", login: "/login?next=/checkout" };
  return (
    <div role="alert" className="rounded-xl bg-danger-tint px-4 py-3.5 text-sm text-danger" data-code={code}>
      <p className="flex items-start gap-2.5 font-medium">
        <CircleAlert aria-hidden className="mt-0.5 size-4.5 shrink-0" />
        <span className="min-w-0">
          {names && names.length > 0 && t.has(`named.${known}` as never)
            ? t(`named.${known}` as never, { names: names.join(", ") } as never)
            : t(known as never)}
          {opens && known === "RESTAURANT_CLOSED" ? ` ${t("opens", { time: opens })}` : null}
        </span>
      </p>
      {traceId ? <p className="mt-1 pl-7 font-mono text-xs opacity-80">{traceId}</p> : null}
      <div className="mt-2 flex flex-wrap gap-2 pl-7">
        {waysOutOf(code).map((way) => {
          const handler = handlers[way];
          const href = links[way];
          if (handler) {
            return (
              <Button key={way} size="sm" tone="outline" onClick={handler}>
                {t(`ways.${way}`)}
              </Button>
            );
          }
          return href ? (
            <Button key={way} asChild size="sm" tone="outline">
              <Link href={href}>{t(`ways.${way}`)}</Link>
            </Button>
          ) : null;
        })}
      </div>
    </div>
  );
}

/** The same for a call that failed; with what support can look up where it was our fault. */
export function FailedCall({ error, inDoubt, handlers }: { error: unknown; inDoubt?: boolean; handlers: Handlers }) {
  const ours = (statusOf(error) ?? 0) >= 500;
  return (
    <Refusal
      code={inDoubt ? "IN_DOUBT" : codeOf(error)}
      traceId={ours ? traceIdOf(error) : undefined}
      handlers={handlers}
    />
  );
}
