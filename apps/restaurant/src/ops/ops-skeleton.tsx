"use client";

import { Page } from "@tiffin/ui/page";
import { Loading, Skeleton } from "@tiffin/ui/skeleton";
import { useTranslations } from "next-intl";

export function OpsSkeleton() {
  const t = useTranslations("ops");
  return (
    <Loading label={t("loading")}>
      <Page>
        <Skeleton className="mb-6 h-9 w-56" />
        {[0, 1, 2, 3, 4].map((n) => (
          <Skeleton key={n} className="mb-3 h-24 w-full rounded-xl" />
        ))}
      </Page>
    </Loading>
  );
}
