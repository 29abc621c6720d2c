import type { ReactNode } from "react";
import { cn } from "./lib/cn.ts";

const widths = { narrow: "max-w-xl", medium: "max-w-3xl", wide: "max-w-6xl" } as const;

/** The column of a page. */
export function Page({
  width = "wide",
  className,
  children,
}: {
  width?: keyof typeof widths;
  className?: string | undefined;
  children: ReactNode;
}) {
  return <div className={cn("mx-auto w-full px-4 py-6 sm:px-6 sm:py-8", widths[width], className)}>{children}</div>;
}

export function PageTitle({ title, lead, aside }: { title: ReactNode; lead?: ReactNode; aside?: ReactNode }) {
  return (
    <div className="mb-6 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        <h1 className="display text-3xl">{title}</h1>
        {lead ? <p className="mt-1 text-ink-soft">{lead}</p> : null}
      </div>
      {aside}
    </div>
  );
}
