"use client";

import { VEHICLES } from "@tiffin/domain/dispatch/city";
import type { OpsOrderDetail } from "@tiffin/domain/wire/ops";
import { formatDistance } from "@tiffin/ui/lib/format";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { FEATURES, partsOf, readFeatures, type FeatureName } from "./features.ts";

const POLICIES = ["planner", "greedy"] as const;
/** Models that were trained are named by their version; this one nobody trained. */
const HAND_SET = /^hand-set/;

/** What the planner knew when it chose this rider. */
export function FeatureList({ features }: { features: OpsOrderDetail["decisions"][number]["features"] }) {
  const t = useTranslations("ops");
  const valueOf = useFeatureWords();
  const { known, others } = readFeatures(features);
  if (known.length + others.length === 0) return <p className="mt-1 text-ink-soft">{t("noFeatures")}</p>;
  return (
    <dl className="mt-2 gap-x-8 sm:columns-2 [&_dd]:tabular [&_dd]:shrink-0 [&_dd]:text-right [&_dd]:font-semibold [&_dt]:min-w-0 [&_dt]:text-ink-soft">
      {known.map(({ name, value }) => (
        <Row key={name} term={t(`feature.${name}`)}>
          {valueOf(name, value)}
        </Row>
      ))}
      {others.map(({ name, value }) => (
        <Row key={name} term={<code className="text-xs">{name}</code>}>
          {String(value)}
        </Row>
      ))}
    </dl>
  );
}

function Row({ term, children }: { term: ReactNode; children: ReactNode }) {
  return (
    <div className="flex justify-between gap-x-4 py-0.5 break-inside-avoid">
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function useFeatureWords(): (name: FeatureName, value: string | number | boolean) => string {
  const t = useTranslations("ops");
  const locale = useLocale();
  const number = (value: number, options: Intl.NumberFormatOptions) =>
    new Intl.NumberFormat(locale, options).format(value);
  const duration = (value: number): string => {
    const { hours, minutes, seconds } = partsOf(value);
    const words =
      hours > 0
        ? t("age.hours", { hours, minutes })
        : minutes > 0
          ? t("age.minutes", { minutes })
          : t("seconds", { seconds });
    return value < 0 && Math.round(value) !== 0 ? `−${words}` : words;
  };
  return (name, value) => {
    const kind = FEATURES[name];
    switch (kind) {
      case "duration":
        return typeof value === "number" ? duration(value) : String(value);
      case "until":
        if (typeof value !== "number") return String(value);
        return value < 0 ? t("featureValue.ago", { time: duration(-value) }) : duration(value);
      case "distance":
        return typeof value === "number" ? formatDistance(value, locale) : String(value);
      case "count":
        return typeof value === "number" ? number(value, { maximumFractionDigits: 0 }) : String(value);
      case "ratio":
        return typeof value === "number" ? number(value, { maximumFractionDigits: 1 }) : String(value);
      case "share":
        return typeof value === "number" ? number(value, { style: "percent" }) : String(value);
      case "yesNo":
        return t(value === true ? "featureValue.yes" : "featureValue.no");
      case "vehicle": {
        const vehicle = VEHICLES.find((one) => one === value);
        return vehicle ? t(`vehicle.${vehicle}`) : String(value);
      }
      case "policy": {
        const policy = POLICIES.find((one) => one === value);
        return policy ? t(`featureValue.${policy}`) : String(value);
      }
      case "scorer":
        return HAND_SET.test(String(value))
          ? t("featureValue.handSet")
          : t("featureValue.model", { version: String(value) });
      default:
        return kind satisfies never;
    }
  };
}
