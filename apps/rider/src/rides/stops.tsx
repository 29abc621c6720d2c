import type { RouteStop } from "@tiffin/domain/wire/riders";
import { House, Utensils } from "lucide-react";
import { useTranslations } from "next-intl";

/** A way from stop to stop, joined by a seam; marked as the map marks them. More than four stops scroll. */
export function Stops({ stops }: { stops: readonly RouteStop[] }) {
  const t = useTranslations("offer");
  return (
    <ol className="relative flex max-h-72 flex-col gap-4 overflow-y-auto">
      {stops.map(({ kind, rideIds, name, line1 }, index) => {
        const Icon = kind === "pickup" ? Utensils : House;
        const label = kind === "pickup" ? t("from") : t("to");
        return (
          <li key={`${kind}-${rideIds.join("-")}`} className="relative flex items-center gap-4">
            {index < stops.length - 1 ? (
              <span
                aria-hidden
                className="absolute top-9 -bottom-5 left-[1.1875rem] border-l-2 border-dashed border-line-strong/50"
              />
            ) : null}
            <span
              className={`relative flex size-10 shrink-0 items-center justify-center rounded-full ${kind === "pickup" ? "bg-ink text-paper" : "bg-leaf text-on-leaf"}`}
            >
              <Icon aria-hidden className="size-5" />
            </span>
            <span className="min-w-0">
              <span className="block text-xs font-semibold text-ink-faint">
                {rideIds.length > 1 ? t("several", { label, count: rideIds.length }) : label}
              </span>
              <span className="line-clamp-2 font-semibold">{name}</span>
              {line1 === name ? null : <span className="line-clamp-2 text-sm text-ink-soft">{line1}</span>}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
