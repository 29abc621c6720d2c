"use client";

import { Loading, Skeleton } from "@tiffin/ui/skeleton";
import { useTranslations } from "next-intl";

/** The board's shape while its tickets are on the way. */
export function BoardSkeleton() {
  const t = useTranslations("board");
  return (
    <Loading label={t("loading")} className="grid gap-4 p-4 sm:px-6 lg:grid-cols-[1.15fr_1fr_1fr_15rem]">
      {[2, 2, 1, 4].map((count, column) => (
        <div key={column} className={column > 0 ? "hidden flex-col gap-4 lg:flex" : "flex flex-col gap-4"}>
          <Skeleton className="h-9 w-2/3" />
          {Array.from({ length: count }, (_, n) => (
            <Skeleton key={n} className={column === 3 ? "h-16 rounded-xl" : "h-56 rounded-xl"} />
          ))}
        </div>
      ))}
    </Loading>
  );
}
