import type { ReactNode } from "react";
import { cn } from "./lib/cn.ts";

/** Nothing here, why, and the way out. `art` is a small drawing (see `SpotArt`). */
export function EmptyState({
  art,
  title,
  children,
  action,
  className,
}: {
  art?: ReactNode;
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  className?: string | undefined;
}) {
  return (
    <div className={cn("mx-auto flex max-w-md flex-col items-center px-6 py-12 text-center", className)}>
      {art ? <div className="mb-5">{art}</div> : null}
      <h2 className="display text-xl">{title}</h2>
      {children ? <div className="mt-2 text-ink-soft">{children}</div> : null}
      {action ? <div className="mt-6 flex flex-wrap justify-center gap-3">{action}</div> : null}
    </div>
  );
}
