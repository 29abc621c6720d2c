import { Loading, Skeleton } from "@tiffin/ui/skeleton";
import { useTranslations } from "next-intl";

export function MenuSkeleton() {
  const t = useTranslations("restaurant");
  return (
    <Loading label={t("loading")} className="mx-auto w-full max-w-6xl sm:px-6 sm:pt-6">
      <Skeleton className="h-44 rounded-none sm:h-60 sm:rounded-2xl" />
      <div className="relative mx-4 -mt-12 rounded-2xl border bg-surface p-6 sm:mx-6">
        <Skeleton className="h-8 w-2/3" />
        <Skeleton className="mt-3 h-4 w-1/2" />
        <Skeleton className="mt-4 h-4 w-3/4" />
      </div>
      <div className="mx-auto max-w-2xl px-4 pt-8">
        {[0, 1, 2, 3].map((row) => (
          <div key={row} className="flex gap-4 py-5">
            <div className="flex-1">
              <Skeleton className="h-5 w-1/2" />
              <Skeleton className="mt-2 h-4 w-16" />
              <Skeleton className="mt-3 h-4 w-5/6" />
            </div>
            <Skeleton className="size-30 rounded-xl" />
          </div>
        ))}
      </div>
    </Loading>
  );
}
