"use client";

import { useQuery } from "@tanstack/react-query";
import type { CityWire } from "@tiffin/domain/wire/restaurants";
import type { Stream } from "@tiffin/domain/wire/orders";
import { traceIdOf } from "@tiffin/ui/app/api";
import { EmptyState } from "@tiffin/ui/empty-state";
import { ErrorState } from "@tiffin/ui/error-state";
import { Select } from "@tiffin/ui/select";
import { SpotArt } from "@tiffin/ui/spot-art";
import { useTranslations } from "next-intl";
import { createContext, type ReactNode, use } from "react";
import { useTRPC } from "../api/trpc.tsx";
import { useRemembered } from "../kitchen/remembered.ts";
import { OpsSkeleton } from "./ops-skeleton.tsx";

export type OpsCity = CityWire & { stream: Stream };

type Chosen = { cities: readonly OpsCity[]; city: OpsCity; choose: (slug: string) => void };
const Context = createContext<Chosen | null>(null);

/** The operator's cities. */
export const useOpsCities = () => useQuery(useTRPC().ops.cities.list.queryOptions(undefined, { staleTime: 300_000 }));

/** Which of the operator's cities the console shows; remembered on this device. */
export function OpsCityProvider({ children }: { children: ReactNode }) {
  const t = useTranslations("ops");
  const cities = useOpsCities();
  const [slug, choose] = useRemembered("tiffin-ops-city");
  if (cities.data === undefined) {
    return cities.error ? (
      <ErrorState
        traceId={traceIdOf(cities.error)}
        onRetry={() => void cities.refetch()}
        retrying={cities.isRefetching}
      />
    ) : (
      <OpsSkeleton />
    );
  }
  const city = cities.data.find((one) => one.slug === slug) ?? cities.data[0];
  if (city === undefined) {
    return (
      <EmptyState art={<SpotArt kind="map" />} title={t("noCityTitle")}>
        {t("noCityBody")}
      </EmptyState>
    );
  }
  return <Context value={{ cities: cities.data, city, choose }}>{children}</Context>;
}

export function useOpsCity(): Chosen {
  const chosen = use(Context);
  if (!chosen) throw new Error("useOpsCity stands outside OpsCityProvider");
  return chosen;
}

/** The city's name; a choice for those who work for several. */
export function OpsCityPicker() {
  const t = useTranslations("ops");
  const cities = useOpsCities();
  const [slug, choose] = useRemembered("tiffin-ops-city");
  const city = cities.data?.find((one) => one.slug === slug) ?? cities.data?.[0];
  if (city === undefined) return null;
  if (cities.data?.length === 1) return <p className="truncate text-sm font-semibold text-ink-soft">{city.name}</p>;
  return (
    <Select
      label={t("city")}
      look="pill"
      value={city.slug}
      onChange={choose}
      options={(cities.data ?? []).map((one) => ({ value: one.slug, label: one.name }))}
      className="max-w-48 min-w-0 [&>span:first-child]:truncate"
    />
  );
}
